//! Beginning a draft. Somebody who has one of the same type for the same organisation is asked first.

use super::{Draft, DraftView, Form, Visited};
use crate::{
    Desk, Refused,
    desk::Tries,
    id::{DraftId, OrganisationId, Version},
    request::Offer,
    store::{Changes, Record, Subject},
};

impl Desk<'_> {
    /// Begins a draft with what is known already.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a type that is not offered to the viewer; [`Refused::DraftExists`] when they have a draft
    /// of it already: [`Desk::start_another_draft`] begins one beside it.
    pub async fn start_draft(&self, request_type: &str) -> Result<DraftId, Refused> {
        let offer = self.offer(request_type)?;
        let there = self.drafts_of(request_type, offer.organisation).await?;
        if !there.is_empty() {
            return Err(Refused::DraftExists(there.into_iter().map(|draft| draft.id).collect()));
        }
        self.begin(&offer).await
    }

    /// Begins a draft beside those of the same type that are there.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a type that is not offered to the viewer.
    pub async fn start_another_draft(&self, request_type: &str) -> Result<DraftId, Refused> {
        let offer = self.offer(request_type)?;
        self.begin(&offer).await
    }

    /// The viewer's drafts of a type that is offered to them, newest edit first.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a type that is not offered to the viewer.
    pub async fn drafts_like(&self, request_type: &str) -> Result<Vec<DraftView>, Refused> {
        let offer = self.offer(request_type)?;
        let drafts = self.drafts_of(request_type, offer.organisation).await?;
        self.listed(drafts).await
    }

    fn offer(&self, request_type: &str) -> Result<Offer, Refused> {
        let offer = self.offers().into_iter().find(|offer| offer.request_type.id == request_type);
        offer.ok_or(Refused::NotFound)
    }

    async fn drafts_of(&self, request_type: &str, organisation: OrganisationId) -> Result<Vec<Draft>, Refused> {
        let mut drafts = self.store.drafts(self.viewer.account()).await?;
        drafts.retain(|draft| draft.request_type == request_type && draft.organisation == organisation);
        Ok(drafts)
    }

    async fn begin(&self, offer: &Offer) -> Result<DraftId, Refused> {
        let now = self.now();
        let steps = &offer.request_type.steps;
        let organisation = self.organisation(offer.organisation).await?;
        let environment = self.around_form(&organisation, &offer.request_type, None).await?;
        let answers = Form::new(steps, &environment).prefill();
        let first = Form::new(steps, &environment).shown_steps(&answers).first().map(|step| step.id.clone());
        let draft = Draft {
            id: DraftId(self.portal.uuid(now)),
            account: self.viewer.account(),
            organisation: offer.organisation,
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
