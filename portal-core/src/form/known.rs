//! What is known around a form: who fills it in and for whom, what the host says, what they answered last time. What costs
//! a question is asked only when the form names it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Draft, DraftView, Environment, Field, FieldType, Value};
use crate::{
    Desk, Refused,
    booking::Agenda,
    definition::{Relations, RequestType},
    host::HostQuestion,
    id::{Id, OrganisationId, ProjectId},
    identity::Organisation,
    project::Project,
};

impl Desk<'_> {
    /// What is known around a form that is being filled in, and around the newer one if there is any.
    pub(crate) async fn around_form(
        &self,
        organisation: &Organisation,
        project: Option<&Project>,
        form: &RequestType,
        newer: Option<&RequestType>,
    ) -> Result<Environment, Refused> {
        let forms = || std::iter::once(form).chain(newer);
        let names = forms().flat_map(RequestType::form_names).collect();
        let mut environment = self.environment_for(organisation, None, forms().flat_map(RequestType::fields)).await?;
        environment.facts.extend(project.into_iter().flat_map(Project::facts));
        let host = self.host_facts(organisation, &environment, &names).await;
        environment.facts.extend(host);
        if names.iter().any(|name| name.starts_with("last.")) {
            let hidden = self.hidden_own(organisation.id, forms().flat_map(RequestType::fields));
            let sees = |id: &Id| !id.as_str().split('.').next().is_some_and(|field| hidden.contains(&Id::from(field)));
            let last = self.store.last_answers(&self.sees(), organisation.id, &form.id).await?;
            let last = last.into_iter().flatten().filter(|(id, _)| sees(id));
            environment.facts.extend(last.map(|(id, value)| (format!("last.{id}"), value)));
        }
        Ok(environment)
    }

    /// The fields of which the viewer does not see the answers in a request of their own.
    fn hidden_own<'f>(
        &self,
        organisation: OrganisationId,
        fields: impl Iterator<Item = &'f Field>,
    ) -> BTreeSet<&'f Id> {
        let relations =
            Relations { matter: organisation.into(), requester: self.viewer.account(), owner: None, known: None };
        let hides = |field: &&Field| !field.seen_by.includes(self.viewer, &relations);
        fields.filter(hides).map(|field| &field.id).collect()
    }

    /// Drafts in a list. The host is asked once for each organisation, however many drafts there are; nothing in a list is
    /// prefilled.
    pub(super) async fn listed(&self, drafts: Vec<Draft>) -> Result<Vec<DraftView>, Refused> {
        let mut forms = Vec::new();
        let mut names: BTreeMap<OrganisationId, BTreeSet<String>> = BTreeMap::new();
        for draft in drafts {
            let workflow = self.portal.workflow(&draft.definition, &draft.request_type).await?;
            names.entry(draft.organisation).or_default().extend(workflow.form_names());
            forms.push((draft, workflow));
        }
        let mut known = HashMap::new();
        for (id, names) in names {
            let organisation = self.organisation(id).await?;
            let mut environment = self.environment(&organisation, None);
            let host = self.host_facts(&organisation, &environment, &names).await;
            environment.facts.extend(host);
            known.insert(id, environment);
        }
        let named: Vec<ProjectId> = forms.iter().filter_map(|(draft, _)| draft.project).collect();
        let (mut projects, sees) = (self.store.projects_by_id(&named).await?, self.sees());
        projects.retain(|project| sees.admits_project(project));
        let view = |(draft, workflow): (Draft, std::sync::Arc<RequestType>)| {
            let (mut environment, newer) = (known[&draft.organisation].clone(), self.newer(&workflow));
            let project = draft.project.and_then(|id| projects.iter().find(|project| project.id == id).cloned());
            environment.facts.extend(project.iter().flat_map(Project::facts));
            DraftView { draft, workflow, environment, project, no_project: None, newer, agenda: Agenda::default() }
        };
        Ok(forms.into_iter().map(view).collect())
    }

    /// What the host says of the attributes that are named.
    async fn host_facts(
        &self,
        organisation: &Organisation,
        environment: &Environment,
        names: &BTreeSet<String>,
    ) -> Vec<(String, Value)> {
        let known = &self.definition().attributes.host;
        let named = names.iter().filter_map(|name| name.strip_prefix("host.")?.split('.').next());
        let named: BTreeSet<&str> = named.filter(|name| known.contains_key(*name)).collect();
        let attributes: Vec<Id> = named.into_iter().map(Id::from).collect();
        let Some(host) = self.parts().host.as_ref().filter(|_| !attributes.is_empty()) else { return Vec::new() };
        let asked = HostQuestion {
            account: self.viewer.account(),
            email: self.viewer.email.clone(),
            organisation: organisation.id,
            organisation_name: organisation.name.clone(),
            attributes,
        };
        let mut answered = match host.attributes(&asked).await {
            Ok(answered) => answered,
            Err(error) => {
                tracing::warn!(%error, "the host did not say what a form asked of it");
                return Vec::new();
            }
        };
        let mut facts = Vec::new();
        for id in &asked.attributes {
            let Some(value) = answered.remove(id) else { continue };
            let field = &known[id].field;
            let fits = match (&field.field_type, value) {
                (FieldType::List, list @ Value::List(_)) => Some(list),
                (_, Value::Null) => continue,
                (_, value) => environment.fitting(field, value),
            };
            match fits {
                Some(value) => facts.push((format!("host.{id}"), value)),
                None => tracing::warn!(attribute = %id, "the host answered in another type than the attribute's"),
            }
        }
        facts
    }
}
