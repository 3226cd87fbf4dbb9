//! Beginning a draft. Somebody who has one of the same type for the same organisation is asked first.

use super::{Draft, DraftView, FieldFault, Form, ProjectChoice, Reason, Visited};
use crate::{
    Desk, Refused,
    desk::Tries,
    id::{DraftId, Id, OrganisationId, Version},
    identity::Permission,
    project::Project,
    request::Offer,
    store::{Changes, Record, Subject},
};

/// What is begun.
#[derive(Clone, Debug, Default)]
pub struct BeginDraft {
    /// The type of request.
    pub request_type: String,
    /// For which of the viewer's organisations; `None`: for the only one that it can be for, or that of the project.
    pub organisation: Option<OrganisationId>,
    /// The project that it will belong to.
    pub project: ProjectChoice,
    /// Whether it is wanted beside those of the same type that are there.
    pub another: bool,
}

impl Desk<'_> {
    /// Begins a draft with what is known already.
    ///
    /// # Errors
    /// As [`Desk::begin_draft`].
    pub async fn start_draft(&self, request_type: &str) -> Result<DraftId, Refused> {
        self.begin_draft(&BeginDraft { request_type: request_type.to_owned(), ..BeginDraft::default() }).await
    }

    /// Begins a draft beside those of the same type that are there.
    ///
    /// # Errors
    /// As [`Desk::begin_draft`].
    pub async fn start_another_draft(&self, request_type: &str) -> Result<DraftId, Refused> {
        let request_type = request_type.to_owned();
        self.begin_draft(&BeginDraft { request_type, another: true, ..BeginDraft::default() }).await
    }

    /// Begins a draft with what is known already, in a project or in none.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a type that is not offered to the viewer; [`Refused::DraftExists`] when they have a draft
    /// of it already and did not want another; [`Refused::Answers`] for a project that cannot be chosen, or none where one
    /// is needed, and when it could be for several organisations and none is named.
    pub async fn begin_draft(&self, input: &BeginDraft) -> Result<DraftId, Refused> {
        let organisation = match (input.organisation, input.project) {
            (None, ProjectChoice::In(id)) => {
                self.store.project(&self.sees(), id).await?.map(|found| found.organisation)
            }
            (named, _) => named,
        };
        let offer = self.offer(&input.request_type, organisation)?;
        let there = self.drafts_of(&input.request_type, offer.organisation).await?;
        if !there.is_empty() && !input.another {
            return Err(Refused::DraftExists(there.into_iter().map(|draft| draft.id).collect()));
        }
        let project = self.chosen(input.project, &offer.request_type, offer.organisation).await?;
        self.begin(&offer, project).await
    }

    /// Begins a draft for a company: one's own, or, for somebody of the team, a client's.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a type that is not offered to them for it.
    pub(crate) async fn start_draft_for(
        &self,
        request_type: &Id,
        organisation: OrganisationId,
        project: ProjectChoice,
    ) -> Result<DraftId, Refused> {
        let request_type = self.definition().requests.get(request_type).cloned().ok_or(Refused::NotFound)?;
        let company = self.organisation(organisation).await?;
        let chosen = self.chosen(project, &request_type, organisation).await?;
        let begins = self.viewer.scope(Permission::RequestOpen).begins(organisation, chosen.as_ref().map(|it| it.id));
        if !begins || !self.opens_for(&request_type, organisation, Some(&company)) {
            return Err(Refused::NotFound);
        }
        self.begin(&Offer { request_type, organisation }, chosen).await
    }

    /// The viewer's drafts of a type that is offered to them, newest edit first.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a type that is not offered to the viewer, [`Refused::Answers`] when it could be for several
    /// organisations and none is named.
    pub async fn drafts_like(
        &self,
        request_type: &str,
        organisation: Option<OrganisationId>,
    ) -> Result<Vec<DraftView>, Refused> {
        let offer = self.offer(request_type, organisation)?;
        let drafts = self.drafts_of(request_type, offer.organisation).await?;
        self.listed(drafts).await
    }

    /// What is meant of what is offered.
    pub(super) fn offer(&self, request_type: &str, organisation: Option<OrganisationId>) -> Result<Offer, Refused> {
        let mut offers = self.offers();
        offers.retain(|offer| {
            offer.request_type.id == request_type && organisation.is_none_or(|named| offer.organisation == named)
        });
        match offers.len() {
            0 | 1 => offers.pop().ok_or(Refused::NotFound),
            _ => Err(Refused::Answers(vec![FieldFault {
                step: Id::from(""),
                field: Id::from("organisation"),
                reason: Reason::Required,
            }])),
        }
    }

    async fn drafts_of(&self, request_type: &str, organisation: OrganisationId) -> Result<Vec<Draft>, Refused> {
        let mut drafts = self.store.drafts(self.viewer.account()).await?;
        drafts.retain(|draft| draft.request_type == request_type && draft.organisation == organisation);
        Ok(drafts)
    }

    async fn begin(&self, offer: &Offer, project: Option<Project>) -> Result<DraftId, Refused> {
        let now = self.now();
        let steps = &offer.request_type.steps;
        let organisation = self.organisation(offer.organisation).await?;
        let environment = self.around_form(&organisation, project.as_ref(), &offer.request_type, None).await?;
        let answers = Form::new(steps, &environment).prefill();
        let first = Form::new(steps, &environment).shown_steps(&answers).first().map(|step| step.id.clone());
        let draft = Draft {
            id: DraftId(self.portal.uuid(now)),
            account: self.viewer.account(),
            organisation: offer.organisation,
            project: project.map(|project| project.id),
            request_type: offer.request_type.id.clone(),
            definition: self.definition().hash.to_string(),
            answers,
            visited: first.iter().map(|step| (step.clone(), Visited::Reached)).collect(),
            step: first,
            created: now,
            edited: now,
            expires: super::edit_draft::expiry(now),
            version: Version::FIRST,
        };
        let id = draft.id;
        let mut changes = Changes::new();
        self.figure_start(&mut changes, &draft);
        changes.create(Record::Draft(draft));
        self.commit(Subject::Draft(id), changes, &mut Tries::once()).await?;
        Ok(id)
    }
}
