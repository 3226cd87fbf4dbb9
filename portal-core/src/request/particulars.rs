//! What the names in texts stand for: the particulars of one request, and who reads.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::{Request, RequestView, Task, TaskView, Words};
use crate::{
    Desk, Refused,
    definition::{Definition, Phrase, RequestType, condition::answer},
    form::{Answers, Field, Value, in_words, said},
    format,
    id::{AccountId, Id, OrganisationId, RequestId},
    identity::{Organisation, Side, Viewer},
    project::Project,
    store::{Dossier, Outgoing, Summary},
};

/// What is known of a request where its texts are shown.
#[derive(Clone, Copy, Debug)]
pub struct Particulars<'a> {
    title: &'a str,
    reference: &'a str,
    status: &'a Id,
    due: Option<DateTime<Utc>>,
    organisation: (OrganisationId, &'a str),
    requester: &'a str,
    owner: Option<&'a str>,
    answers: Option<&'a Answers>,
    team_answers: Option<&'a Answers>,
    attributes: Option<&'a Answers>,
    project: Option<&'a Project>,
    /// Who reads the text, or writes it.
    account: &'a Viewer,
    /// The side that reads it.
    side: Side,
}

/// What was answered in a request, and what else is known of its organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// The client's answers.
    pub answers: Answers,
    /// The team's.
    pub team_answers: Answers,
    /// The attributes of the organisation.
    pub attributes: Answers,
    /// The project it belongs to.
    pub project: Option<Project>,
}

impl<'a> Particulars<'a> {
    /// Of a request with everything its page shows.
    pub fn of(view: &'a RequestView, reader: &'a Viewer) -> Self {
        Self::known(&view.dossier, &view.names, reader)
    }

    /// Of the request that a task belongs to.
    pub fn of_task(view: &'a TaskView, reader: &'a Viewer) -> Self {
        Self::known(&view.dossier, &view.names, reader)
    }

    /// Of a request with the names of those who appear in it.
    pub(crate) fn known(dossier: &'a Dossier, names: &'a HashMap<AccountId, String>, reader: &'a Viewer) -> Self {
        let request = &dossier.request;
        let name = |id: &AccountId| names.get(id).map(String::as_str);
        let requester = name(&request.opened_by).unwrap_or_default();
        let owner = request.owner.as_ref().and_then(name);
        let project = dossier.project.as_ref();
        Self { project, ..Self::of_request(request, &dossier.organisation, requester, owner, reader) }
    }

    /// Of a request that a letter is about.
    pub fn of_letter(outgoing: &'a Outgoing, reader: &'a Viewer) -> Self {
        let Outgoing { request, organisation, project, requester, owner, .. } = outgoing;
        let of_request = Self::of_request(request, organisation, requester, owner.as_deref(), reader);
        Self { project: project.as_ref(), ..of_request }
    }

    fn of_request(
        request: &'a Request,
        organisation: &'a Organisation,
        requester: &'a str,
        owner: Option<&'a str>,
        reader: &'a Viewer,
    ) -> Self {
        Self {
            title: &request.title,
            reference: request.reference.as_str(),
            status: &request.status,
            due: request.due.filter(|_| request.ended.is_none()),
            organisation: (organisation.id, &organisation.name),
            requester,
            owner,
            answers: Some(&request.answers),
            team_answers: Some(&request.team_answers),
            attributes: Some(&organisation.attributes),
            project: None,
            account: reader,
            side: side_of(reader, organisation.id),
        }
    }

    /// Of a request in a list; `answered` where its texts name answers.
    pub fn listed(summary: &'a Summary, answered: Option<&'a Answered>, reader: &'a Viewer) -> Self {
        Self {
            title: &summary.title,
            reference: summary.reference.as_str(),
            status: &summary.status,
            due: summary.due.filter(|_| summary.ended.is_none()),
            organisation: (summary.organisation, &summary.organisation_name),
            requester: &summary.opened_by_name,
            owner: summary.owner_name.as_deref(),
            answers: answered.map(|answered| &answered.answers),
            team_answers: answered.map(|answered| &answered.team_answers),
            attributes: answered.map(|answered| &answered.attributes),
            project: answered.and_then(|answered| answered.project.as_ref()),
            account: reader,
            side: side_of(reader, summary.organisation),
        }
    }

    /// The same for a text that the account writes and the client reads: `account` is who writes.
    pub fn for_client(self) -> Self {
        Self { side: Side::Client, ..self }
    }

    /// What a name stands for.
    pub(crate) fn named(&self, words: &Words<'_>, name: &str) -> Option<String> {
        let (locale, zone) = (words.locale, words.live.time_zone);
        Some(match name {
            "request.title" => self.title.to_owned(),
            "request.reference" => self.reference.to_owned(),
            "request.type" => words.request_type().to_owned(),
            "request.status" => words.status(self.status, self.side).to_owned(),
            "request.due" => format::date(locale, self.due?.with_timezone(&zone).date_naive()),
            "requester.name" => self.requester.to_owned(),
            "requester.first_name" => first(self.requester).to_owned(),
            "owner.name" => self.owner?.to_owned(),
            "owner.first_name" => first(self.owner?).to_owned(),
            "organisation.name" => self.organisation.1.to_owned(),
            "project.name" => self.project?.name.clone(),
            _ => match name.split_once('.')? {
                ("answer", rest) => self.answer(words, rest)?,
                ("organisation", rest) => Tongue::of(words).attribute(self.attributes?, rest)?,
                ("project", rest) => Tongue::of(words).project(self.project?, rest)?,
                ("account", _) => of_account(self.account, self.organisation.0, name)?,
                _ => return None,
            },
        })
    }

    /// What was answered to a field, or a part of it; only what everybody of the side that reads may see.
    fn answer(&self, words: &Words<'_>, name: &str) -> Option<String> {
        let id = name.split('.').next()?;
        let of_team = words.kept.team_fields.iter().find(|field| field.id == id);
        let sees = |field: &Field| match of_team {
            Some(field) => field.of_team_is_for_all(self.side),
            None => field.is_for_all(self.side) && (self.side == Side::Team || !words.kept.is_inside(&field.id)),
        };
        let kept = words.kept.field(&Id::from(id))?;
        let answers = if of_team.is_some() { self.team_answers? } else { self.answers? };
        sees(kept).then(|| Tongue::of(words).answer(&words.forms_of(id), answers, name)).flatten()
    }
}

/// The words of a definition in one language.
#[derive(Clone, Copy)]
struct Tongue<'a> {
    definition: &'a Definition,
    locale: &'a str,
}

impl<'a> Tongue<'a> {
    fn of(words: &Words<'a>) -> Self {
        Self { definition: words.live, locale: words.locale }
    }

    /// An attribute of an organisation, or a part of it.
    fn attribute(self, attributes: &Answers, name: &str) -> Option<String> {
        let field = &self.definition.attributes.organisation.get(name.split('.').next()?)?.field;
        self.answer(&[field], attributes, name)
    }

    /// What else is known of a project, or a part of it.
    fn project(self, project: &Project, name: &str) -> Option<String> {
        let fields = &self.definition.projects.get(&project.kind)?.fields;
        let field = fields.iter().find(|field| Some(field.id.as_str()) == name.split('.').next())?;
        self.answer(&[field], &project.fields, name)
    }

    /// A whole answer in words, or a part of one.
    fn answer(self, fields: &[&Field], answers: &Answers, name: &str) -> Option<String> {
        let zone = self.definition.time_zone;
        match name.contains('.') {
            true => in_words(&[], answer(answers, name)?.as_ref(), self.locale, zone),
            false => said(fields, answers, self.locale, zone),
        }
    }
}

fn of_account(account: &Viewer, organisation: OrganisationId, name: &str) -> Option<String> {
    match account.fact(name, organisation)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn side_of(viewer: &Viewer, organisation: OrganisationId) -> Side {
    if viewer.is_on(Side::Team, organisation) { Side::Team } else { Side::Client }
}

fn first(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

impl RequestType {
    /// Whether what a list shows of a request, and of a task with it, names answers, attributes of the organisation, or its
    /// project.
    fn tells_answers(&self, summary: &Summary, task: Option<&Task>) -> bool {
        let shown = self.statuses.get(&summary.status);
        let shown = shown.and_then(|status| self.statuses.get(status.shown_as.as_ref()?)).or(shown);
        let explained = shown.map(|status| &status.explain).into_iter();
        let template = task.and_then(|task| self.tasks.get(task.template.as_ref()?));
        let reasons = template.and_then(|template| template.reason.as_ref()).into_iter();
        let told = |name: &str| {
            name.starts_with("answer.")
                || name.starts_with("project.")
                || name.starts_with("organisation.") && name != "organisation.name"
        };
        explained.chain(reasons).flat_map(Phrase::names).any(told)
    }
}

impl Desk<'_> {
    /// What a type is about, before there is a request: `account` is who reads, `organisation` whom it would be for.
    pub fn explain(&self, of: &RequestType, organisation: OrganisationId, locale: &str) -> Option<String> {
        let definition = self.definition();
        let explain = definition.requests.get(&of.id).map_or(of, |live| live.as_ref()).explain.as_ref()?;
        let known = self.viewer.organisation(organisation);
        Some(explain.say(locale, |name| match name.split_once('.')? {
            ("organisation", "name") => Some(known?.name.clone()),
            ("organisation", rest) => Tongue { definition, locale }.attribute(&known?.attributes, rest),
            ("account", _) => of_account(self.viewer, organisation, name),
            _ => None,
        }))
    }

    /// What was answered in the requests of a list, each perhaps with a task of its, where their texts name it.
    pub async fn answered(
        &self,
        listed: &[(&Summary, Option<&Task>)],
    ) -> Result<HashMap<RequestId, Answered>, Refused> {
        let mut ids = HashSet::new();
        for (summary, task) in listed {
            let tells = |of: &RequestType| of.tells_answers(summary, *task);
            let live = self.definition().requests.get(&summary.request_type);
            if live.is_some_and(|live| tells(live)) || tells(&*self.workflow(summary).await?) {
                ids.insert(summary.id);
            }
        }
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        Ok(self.store.answered(&self.sees(), &ids.into_iter().collect::<Vec<_>>()).await?)
    }
}

#[cfg(test)]
mod tests;
