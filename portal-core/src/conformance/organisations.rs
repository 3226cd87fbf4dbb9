//! Lists of organisations: by name, page after page, narrowed, with what goes on in them.

use super::{
    Harness,
    case::{Case, at},
    fixtures::{self, World, everything},
};
use crate::{
    definition::End,
    id::OrganisationId,
    identity::{OrganisationState, Reach, Seat},
    store::{Expect, Filter, OrganisationActivity, OrganisationFilter, Record},
};

pub(super) async fn check(harness: &dyn Harness) {
    pages(&Case::new("Organisations/Pages", harness.fresh().await)).await;
    activity(&Case::new("Organisations/Activity", harness.fresh().await)).await;
}

async fn listed(case: &Case, filter: &OrganisationFilter, at_most: u16) -> Vec<String> {
    let (mut names, mut after): (Vec<String>, Option<OrganisationId>) = (Vec::new(), None);
    loop {
        let page = case.ok(case.store.organisations_after(filter, after, at_most).await);
        case.check(page.len() <= usize::from(at_most), "a page is no longer than asked");
        names.extend(page.iter().map(|organisation| organisation.name.clone()));
        after = page.last().map(|organisation| organisation.id);
        if page.len() < usize::from(at_most) {
            return names;
        }
    }
}

async fn pages(case: &Case) {
    let names = ["Émile 100%", "alpha", "Beta_1", "Beta", "Beta", "Étoile"];
    let mut all = names.map(|name| fixtures::organisation(case, name));
    all[0].state = OrganisationState::Disabled;
    case.create(all.clone().map(Record::Organisation)).await;
    let whole = listed(case, &OrganisationFilter::default(), 100).await;
    case.same("all are there", whole.len(), names.len());
    for at_most in [1, 2, 3, 6] {
        case.same(
            "page after page the same",
            listed(case, &OrganisationFilter::default(), at_most).await,
            whole.clone(),
        );
    }
    let of = |state, text: Option<&str>| OrganisationFilter { state, text: text.map(str::to_owned) };
    let disabled = of(Some(OrganisationState::Disabled), None);
    case.same("disabled", listed(case, &disabled, 9).await, vec!["Émile 100%".to_owned()]);
    case.same("active", listed(case, &of(Some(OrganisationState::Active), None), 9).await.len(), 5);
    for (text, found) in [(" éTOILE ", 1), ("100%", 1), ("%", 1), ("a_1", 1), ("beta", 3), ("\0", 0), ("", 6)] {
        case.same(text, listed(case, &of(None, Some(text)), 9).await.len(), found);
    }

    let changed = crate::identity::Organisation { name: "Zeta".to_owned(), ..all[1].clone() };
    case.ok(case.write(Record::Organisation(changed), Expect::Loaded(all[1].version)).await);
    case.same("under its new name", listed(case, &of(None, Some("zeta")), 9).await, vec!["Zeta".to_owned()]);
}

async fn activity(case: &Case) {
    let world = World::new(case).await;
    let (mut first, mut second, mut over) = (world.request(case), world.request(case), world.request(case));
    (first.activity, second.activity, over.activity) = (at(50), at(70), at(60));
    (over.ended, second.opened_by) = (Some(End::Done), world.dora.id);
    case.create([first, second, over].map(Record::Request)).await;
    let ids = [world.alpha.id, world.beta.id];
    let found = case.ok(case.store.organisation_activity(&everything(), &ids).await);
    let alpha = Some(&OrganisationActivity { open: 2, last: at(70) });
    case.same("of alpha", found.get(&world.alpha.id), alpha);
    case.same("of beta nothing", found.get(&world.beta.id), None);
    let own = super::scope(world.claire.id, &[(Seat::Organisation(world.alpha.id), Reach::Own)]);
    let found = case.ok(case.store.organisation_activity(&own, &ids).await);
    case.same("of one's own", found.get(&world.alpha.id), Some(&OrganisationActivity { open: 1, last: at(60) }));
    case.same("of none", case.ok(case.store.organisation_activity(&own, &[]).await).len(), 0);

    for (organisation, count) in [(world.alpha.id, 2), (world.beta.id, 0)] {
        let filter = Filter { open: Some(true), organisation: Some(organisation), ..Filter::default() };
        case.same("requests of one", case.ok(case.store.count(&everything(), &filter).await), count);
        case.same("listed", listed_requests(case, &filter).await, count as usize);
    }
}

async fn listed_requests(case: &Case, filter: &Filter) -> usize {
    case.ok(case.store.requests(&everything(), filter, None, 9).await).rows.len()
}
