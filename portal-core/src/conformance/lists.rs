//! Lists of requests and documents: order, pages without gap or repeat, filters, text, counts.

use super::{
    Harness,
    case::{Case, at, created},
    fixtures::{self, World, everything},
};
use crate::{
    definition::{End, WaitsFor},
    document::Document,
    id::{DocumentId, RequestId},
    identity::{Reach, Seat, Side},
    request::{Request, TaskAction, TaskState},
    store::{Cursor, Filter, Order, Record},
};

pub(super) async fn check(harness: &dyn Harness) {
    pages(&Case::new("Requests/Pages", harness.fresh().await)).await;
    filters(&Case::new("Requests/Filters", harness.fresh().await)).await;
    text(&Case::new("Requests/Text", harness.fresh().await)).await;
    count(&Case::new("Requests/Count", harness.fresh().await)).await;
    documents(&Case::new("Documents/Pages", harness.fresh().await)).await;
    attached(&Case::new("Documents/Attached", harness.fresh().await)).await;
}

/// All pages of a list, one after the other.
async fn listed(case: &Case, filter: &Filter, at_most: u16) -> Vec<RequestId> {
    let (mut found, mut after): (Vec<RequestId>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = case.ok(case.store.requests(&everything(), filter, after.as_ref(), at_most).await);
        case.check(page.rows.len() <= usize::from(at_most), "a page is no longer than asked");
        if let (Some(next), Some(last)) = (&page.next, page.rows.last()) {
            case.same("the cursor is the last row's", next, &last.cursor(filter.order));
        }
        found.extend(page.rows.iter().map(|summary| summary.id));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

async fn pages(case: &Case) {
    let world = World::new(case).await;
    let requests: Vec<Request> = (0..23)
        .map(|place| {
            let mut request = world.request(case);
            request.activity = at(place % 5);
            request.due = (place % 3 != 0).then(|| at(1_000 + place % 4));
            request
        })
        .collect();
    case.create(requests.iter().cloned().map(Record::Request)).await;
    let ids = |sorted: Vec<&Request>| sorted.into_iter().map(|request| request.id).collect::<Vec<_>>();
    let mut by_activity: Vec<&Request> = requests.iter().collect();
    by_activity.sort_by_key(|request| std::cmp::Reverse((request.activity, request.id)));
    let mut by_due: Vec<&Request> = requests.iter().collect();
    by_due.sort_by_key(|request| (request.due.is_none(), request.due, request.id));
    let (by_activity, by_due) = (ids(by_activity), ids(by_due));
    for at_most in [1, 4, 23, 100] {
        let filter = Filter::default();
        case.same("by activity", listed(case, &filter, at_most).await, by_activity.clone());
        let filter = Filter { order: Order::Due, ..filter };
        case.same("by deadline", listed(case, &filter, at_most).await, by_due.clone());
    }
}

async fn filters(case: &Case) {
    let world = World::new(case).await;
    let mut requests = Vec::new();
    for waits_for in [WaitsFor::Client, WaitsFor::Team, WaitsFor::ThirdParty, WaitsFor::Nobody] {
        for owner in [None, Some(world.tom.id), Some(world.bruno.id)] {
            for ended in [None, Some(End::Done), Some(End::Refused)] {
                let mut request = world.request(case);
                (request.waits_for, request.owner, request.ended) = (waits_for, owner, ended);
                requests.push(request);
            }
        }
    }
    case.create(requests.iter().cloned().map(Record::Request)).await;
    let mut asked = Vec::new();
    for open in [None, Some(true), Some(false)] {
        for waits_for in [None, Some(WaitsFor::Client), Some(WaitsFor::Nobody)] {
            for (owner, unowned) in [(None, false), (Some(world.tom.id), false), (None, true)] {
                asked.push(Filter { open, waits_for, owner, unowned, ..Filter::default() });
            }
        }
    }
    for filter in asked {
        let fits = |request: &&Request| {
            filter.open.is_none_or(|open| request.ended.is_none() == open)
                && filter.waits_for.is_none_or(|side| request.waits_for == side)
                && filter.owner.is_none_or(|owner| request.owner == Some(owner))
                && (!filter.unowned || request.owner.is_none())
        };
        let mut want: Vec<RequestId> = requests.iter().filter(fits).map(|request| request.id).collect();
        want.sort_by(|one, other| other.cmp(one));
        let count = case.ok(case.store.count(&everything(), &filter).await) as usize;
        case.same("the count", count, want.len());
        case.same("the list", listed(case, &filter, 5).await, want);
    }
    let page = case.ok(case.store.requests(&everything(), &Filter::default(), None, 100).await);
    let owned = page.rows.iter().find(|summary| summary.owner == Some(world.tom.id));
    let names = owned.map(|row| (row.organisation_name.clone(), row.opened_by_name.clone(), row.owner_name.clone()));
    case.same("the names", names, Some((world.alpha.name, world.claire.name, Some(world.tom.name))));
}

async fn text(case: &Case) {
    let world = World::new(case).await;
    let titles =
        ["Roof 100% new", "Roof 1000 new", "under_score", "underXscore", r"back\slash", "ÉCLAIR d’été", "x'; --"];
    let requests = titles.map(|title| {
        let mut request = world.request(case);
        request.title = title.into();
        request
    });
    case.create(requests.iter().cloned().map(Record::Request)).await;
    let find = async |text: &str| {
        let filter = Filter { text: Some(text.to_owned()), ..Filter::default() };
        let found = listed(case, &filter, 10).await;
        case.same("the count", case.ok(case.store.count(&everything(), &filter).await) as usize, found.len());
        let place = |id: &RequestId| requests.iter().position(|request| request.id == *id);
        let mut places: Vec<usize> = found.iter().filter_map(place).collect();
        places.sort_unstable();
        places
    };
    case.same("a percent sign is itself", find("100%").await, vec![0]);
    case.same("an underscore is itself", find("UNDER_SCORE").await, vec![2]);
    case.same("a backslash is itself", find(r"k\s").await, vec![4]);
    case.same("in any case", find("rOOf").await, vec![0, 1]);
    case.same("beyond ASCII too", find("éclair D’ÉTÉ").await, vec![5]);
    case.same("a quote is itself", find("'; --").await, vec![6]);
    case.same("spaces around do not count", find("  slash ").await, vec![4]);
    case.same("nothing is everything", find("  ").await.len(), titles.len());
    case.same("what is in no title", find("nowhere").await, vec![]);
    case.same("a zero byte is in none", find("ro\0of").await, vec![]);
    let reference = requests[3].reference.as_str();
    case.same("a reference", find(&reference.to_lowercase()).await, vec![3]);
    case.same("its beginning", find("quo-").await.len(), titles.len());
    case.same("not its end", find(&reference[4..]).await, vec![]);
}

async fn count(case: &Case) {
    let world = World::new(case).await;
    let requests = (0..101).map(|_| Record::Request(world.request(case)));
    case.commit(created(requests)).await;
    case.same("it stops", case.ok(case.store.count(&everything(), &Filter::default()).await), 100);
    case.same("the list does not", listed(case, &Filter::default(), 30).await.len(), 101);
}

async fn documents(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let blob = fixtures::blob(case, world.alpha.id);
    let documents: Vec<_> = (0..9)
        .map(|place| {
            let mut document = fixtures::document(case, &request, &blob, Side::Client);
            document.created = at(place / 4);
            document.title = if place % 2 == 0 { "Devis_Été.pdf" } else { "DevisXété.pdf" }.into();
            document
        })
        .collect();
    case.create([Record::Request(request.clone()), Record::Blob(blob)]).await;
    case.create(documents.iter().cloned().map(Record::Document)).await;
    for (text, step) in [(None, 1), (Some("devis_été"), 2)] {
        let mut want: Vec<_> = documents.iter().step_by(step).map(|it| (it.created, it.id)).collect();
        want.sort_by(|one, other| other.cmp(one));
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = case.ok(case.store.documents(&everything(), text, after.as_ref(), 2).await);
            found.extend(page.rows.iter().map(|(document, summary)| {
                case.same("its request", &summary.reference, &request.reference);
                (document.created, document.id)
            }));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        case.same("newest first", found, want);
    }
}

/// What is attached to an open task is the client's alone; what was sent, or lies beside it, is the team's too.
async fn attached(case: &Case) {
    let world = World::new(case).await;
    let request = world.request(case);
    let blob = fixtures::blob(case, world.alpha.id);
    let document = |title: &str| {
        let mut document = fixtures::document(case, &request, &blob, Side::Client);
        title.clone_into(&mut document.title);
        document
    };
    let (beside, first, second, sent) = (document("beside"), document("first"), document("second"), document("sent"));
    let mut open = fixtures::task(case, &request);
    let mut more = open.items[0].clone();
    open.items[0].documents = vec![first.id];
    more.documents = vec![second.id];
    open.items.push(more);
    let mut closed = fixtures::task(case, &request);
    closed.items[0].documents = vec![sent.id];
    (closed.state, closed.closed, closed.closed_by) = (TaskState::Done, Some(at(30)), Some(world.claire.id));
    let mut approval = fixtures::task(case, &request);
    approval.action = TaskAction::ApproveDocument;
    approval.items[0].documents = vec![beside.id];
    let all = [&beside, &first, &second, &sent];
    case.create([Record::Request(request.clone()), Record::Blob(blob.clone())]).await;
    case.create(all.into_iter().cloned().map(Record::Document)).await;
    case.create([open, closed, approval].map(Record::Task)).await;
    let client = fixtures::scope(world.claire.id, &[(Seat::Organisation(world.alpha.id), Reach::Organisation)]);
    for (scope, seen) in [(everything(), vec![&beside, &sent]), (client, all.to_vec())] {
        let mut want: Vec<DocumentId> = seen.into_iter().map(|document| document.id).collect();
        want.sort_unstable();
        let sorted = |documents: Vec<Document>| {
            let mut ids: Vec<DocumentId> = documents.into_iter().map(|document| document.id).collect();
            ids.sort_unstable();
            ids
        };
        let page = case.ok(case.store.documents(&scope, None, None, 10).await);
        let listed = page.rows.into_iter().map(|(document, _)| document).collect();
        case.same("the list", sorted(listed), want.clone());
        for document in all {
            let found = case.ok(case.store.document(&scope, document.id).await);
            case.same(&document.title, found.is_some(), want.contains(&document.id));
        }
        let dossier = case.ok(case.store.dossier(&scope, request.id).await);
        case.same("of the request", dossier.map(|dossier| sorted(dossier.documents)), Some(want));
    }
}
