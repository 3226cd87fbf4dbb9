//! The addresses of the portal's own pages, below wherever the host mounted it.

use std::sync::Arc;

use axum::{extract::OriginalUri, http::Request};
use portal_core::id::{DocumentId, DraftId, Id, OrganisationId, ProjectId, RequestId, TaskId};

/// Builds addresses below the mount point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    base: Arc<str>,
}

impl Links {
    /// Links below `base`: empty, or a path without a slash at its end.
    pub fn below(base: &str) -> Self {
        Self { base: base.trim_end_matches('/').into() }
    }

    /// Where a request found us: what the browser asked for, less what we matched. Nothing is to be configured, and a
    /// host may mount the portal below a captured path. A proxy in front must pass the path on unchanged.
    pub fn of<B>(request: &Request<B>) -> Self {
        let inner = request.uri().path();
        let whole = request.extensions().get::<OriginalUri>().map_or(inner, |original| original.path());
        Self::below(whole.strip_suffix(inner).unwrap_or(whole))
    }

    /// An address below the mount point, from the path inside (`/requests`).
    pub fn to(&self, inside: &str) -> String {
        format!("{}{inside}", self.base)
    }

    /// The start page.
    pub fn home(&self) -> String {
        if self.base.is_empty() { "/".to_owned() } else { self.base.to_string() }
    }

    /// A file of the look.
    pub fn asset(&self, name: &str) -> String {
        self.to(&format!("/assets/{name}"))
    }

    /// Signing in.
    pub fn sign_in(&self) -> String {
        self.to("/sign-in")
    }

    /// Signing out.
    pub fn sign_out(&self) -> String {
        self.to("/sign-out")
    }

    /// The code that finishes signing in.
    pub fn sign_in_code(&self) -> String {
        self.to("/sign-in/code")
    }

    /// Setting up a second factor before anything opens.
    pub fn sign_in_factor(&self) -> String {
        self.to("/sign-in/second-factor")
    }

    /// Setting up one's own second factor.
    pub fn own_factor(&self) -> String {
        self.to("/account/second-factor")
    }

    /// Taking one's own second factor away.
    pub fn remove_factor(&self) -> String {
        self.to("/account/second-factor/remove")
    }

    /// Making one's own recovery codes anew.
    pub fn recovery_codes(&self) -> String {
        self.to("/account/recovery-codes")
    }

    /// Proving anew who one is.
    pub fn confirm(&self) -> String {
        self.to("/confirm")
    }

    /// Choosing the language.
    pub fn language(&self) -> String {
        self.to("/language")
    }

    /// Asking for a new password.
    pub fn forgot(&self) -> String {
        self.to("/forgot")
    }

    /// Who belongs here.
    pub fn people(&self) -> String {
        self.to("/people")
    }

    /// The team's clients.
    pub fn team_organisations(&self) -> String {
        self.to("/team/organisations")
    }

    /// Making a client.
    pub fn new_organisation(&self) -> String {
        self.to("/team/organisations/new")
    }

    /// A client among the team's pages.
    pub fn team_organisation(&self, id: OrganisationId) -> String {
        self.to(&format!("/team/organisations/{id}"))
    }

    /// My account.
    pub fn account(&self) -> String {
        self.to("/account")
    }

    /// The list of requests.
    pub fn requests(&self) -> String {
        self.to("/requests")
    }

    /// Choosing what to request.
    pub fn new_request(&self) -> String {
        self.to("/requests/new")
    }

    /// Choosing what to request in a project.
    pub fn new_request_in(&self, project: ProjectId) -> String {
        self.to(&format!("/requests/new?project={project}"))
    }

    /// Beginning a draft of a type.
    pub fn start(&self, request_type: &Id) -> String {
        self.to(&format!("/requests/new/{request_type}"))
    }

    /// Saying which project a request of a type will belong to.
    pub fn ask_project(&self, request_type: &Id) -> String {
        self.to(&format!("/requests/new/{request_type}/project"))
    }

    /// Saying which project the request of a draft will belong to.
    pub fn draft_project(&self, id: DraftId) -> String {
        self.to(&format!("/drafts/{id}/project"))
    }

    /// The projects.
    pub fn projects(&self) -> String {
        self.to("/projects")
    }

    /// A project.
    pub fn project(&self, id: ProjectId) -> String {
        self.to(&format!("/projects/{id}"))
    }

    /// The projects among the team's pages.
    pub fn team_projects(&self) -> String {
        self.to("/team/projects")
    }

    /// Making a project.
    pub fn new_project(&self) -> String {
        self.to("/team/projects/new")
    }

    /// A project among the team's pages.
    pub fn team_project(&self, id: ProjectId) -> String {
        self.to(&format!("/team/projects/{id}"))
    }

    /// A request.
    pub fn request(&self, id: RequestId) -> String {
        self.to(&format!("/requests/{id}"))
    }

    /// Those who were invited to a request alone.
    pub fn people_of(&self, id: RequestId) -> String {
        self.to(&format!("/requests/{id}/people"))
    }

    /// A request among the team's pages.
    pub fn team_request(&self, id: RequestId) -> String {
        self.to(&format!("/team/requests/{id}"))
    }

    /// The team's own fields of a request.
    pub fn team_fields(&self, id: RequestId) -> String {
        self.to(&format!("/team/requests/{id}/fields"))
    }

    /// A move of a request among the team's pages.
    pub fn team_move(&self, id: RequestId, by: &Id) -> String {
        self.to(&format!("/team/requests/{id}/moves/{by}"))
    }

    /// What one sees after sending a request.
    pub fn receipt(&self, id: RequestId) -> String {
        self.to(&format!("/requests/{id}/receipt"))
    }

    /// Changing the answers of a request.
    pub fn change_answers(&self, id: RequestId) -> String {
        self.to(&format!("/requests/{id}/answers"))
    }

    /// Writing a message.
    pub fn messages(&self, id: RequestId) -> String {
        self.to(&format!("/requests/{id}/messages"))
    }

    /// Making a move.
    pub fn make_move(&self, id: RequestId, by: &Id) -> String {
        self.to(&format!("/requests/{id}/moves/{by}"))
    }

    /// A draft, at the step to go on with.
    pub fn draft(&self, id: DraftId) -> String {
        self.to(&format!("/drafts/{id}"))
    }

    /// One step of a draft.
    pub fn step(&self, id: DraftId, step: &Id) -> String {
        self.to(&format!("/drafts/{id}/steps/{step}"))
    }

    /// The steps of a draft, with how far they are.
    pub fn steps(&self, id: DraftId) -> String {
        self.to(&format!("/drafts/{id}/steps"))
    }

    /// One step of a draft, to change an answer there: then one is back where the answers are checked.
    pub fn change(&self, id: DraftId, step: &Id) -> String {
        format!("{}?then=check", self.step(id, step))
    }

    /// Beginning a draft anew with the newer form of its type.
    pub fn renew(&self, id: DraftId) -> String {
        self.to(&format!("/drafts/{id}/renew"))
    }

    /// Checking the answers of a draft.
    pub fn check(&self, id: DraftId) -> String {
        self.to(&format!("/drafts/{id}/check"))
    }

    /// Throwing a draft away.
    pub fn discard(&self, id: DraftId) -> String {
        self.to(&format!("/drafts/{id}/discard"))
    }

    /// A task.
    pub fn task(&self, id: TaskId) -> String {
        self.to(&format!("/tasks/{id}"))
    }

    /// Approving what a task asks to approve.
    pub fn approve(&self, id: TaskId) -> String {
        self.to(&format!("/tasks/{id}/approve"))
    }

    /// Answering what a task asks for.
    pub fn answers(&self, id: TaskId) -> String {
        self.to(&format!("/tasks/{id}/answers"))
    }

    /// Refusing what a task asks to approve.
    pub fn refuse(&self, id: TaskId) -> String {
        self.to(&format!("/tasks/{id}/refuse"))
    }

    /// Ticking what a task asks to read or to do.
    pub fn task_done(&self, id: TaskId) -> String {
        self.to(&format!("/tasks/{id}/done"))
    }

    /// Answering the question of a task.
    pub fn reply(&self, id: TaskId) -> String {
        self.to(&format!("/tasks/{id}/reply"))
    }

    /// Choosing the time that a task books.
    pub fn book(&self, id: TaskId) -> String {
        self.to(&format!("/tasks/{id}/book"))
    }

    /// Accepting what was handed in for a task, or giving it back.
    pub fn check_task(&self, id: TaskId) -> String {
        self.to(&format!("/tasks/{id}/check"))
    }

    /// The documents.
    pub fn documents(&self) -> String {
        self.to("/documents")
    }

    /// A document that ships with the portal.
    pub fn shared(&self, id: &Id) -> String {
        self.to(&format!("/documents/shared/{id}"))
    }

    /// The blank of a kind of document, to fill in.
    pub fn blank(&self, kind: &Id) -> String {
        self.to(&format!("/documents/blank/{kind}"))
    }

    /// What a part of a reading task shows.
    pub fn task_item(&self, id: TaskId, item: usize) -> String {
        self.to(&format!("/tasks/{id}/items/{item}"))
    }

    /// The bytes of a document.
    pub fn download(&self, id: DocumentId) -> String {
        self.to(&format!("/documents/{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(whole: &str, inner: &str) -> String {
        let mut request = Request::builder().uri(inner).body(()).unwrap();
        request.extensions_mut().insert(OriginalUri(whole.parse().unwrap()));
        Links::of(&request).to("")
    }

    #[test]
    fn the_mount_point_is_what_was_asked_for_less_what_was_matched() {
        assert_eq!(base("/", "/"), "");
        assert_eq!(base("/requests/1?x=/a", "/requests/1"), "");
        assert_eq!(base("/portal", "/"), "/portal");
        assert_eq!(base("/portal/", "/"), "/portal");
        assert_eq!(base("/acme/portal/requests", "/requests"), "/acme/portal");
    }
}
