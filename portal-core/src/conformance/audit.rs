//! The audit log: it is read narrowed and in pages, sealed in batches, and removed in whole ones.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{
    Harness,
    case::{Case, at},
};
use crate::{
    audit::{Action, Audit, Group, Log},
    id::{AccountId, AuditId, OrganisationId},
    store::{AuditFilter, AuditObject, Engine, Record},
};

pub(super) async fn check(harness: &dyn Harness) {
    narrowed(&Case::new("Audit/Narrowed", harness.fresh().await)).await;
}

async fn narrowed(case: &Case) {
    let (claire, alpha, object) = (AccountId(case.id()), OrganisationId(case.id()), case.id());
    let entry = |action, micros| Audit::new(AuditId(case.id()), at(micros), action);
    let all = [
        entry(Action::DocumentDownload, 4).by(claire).of(alpha).on(object),
        Audit { times: 9, ..entry(Action::AccessMore, 3).refused() },
        Audit { origin: Some("192.0.2.1".to_owned()), ..entry(Action::SessionBegin, 2).by(claire) },
        entry(Action::AuditExported, 1).of(alpha).with("3 group=SignIn"),
    ];
    case.create(all.iter().rev().cloned().map(Record::Audit)).await;
    let filter = AuditFilter::default();
    let first = case.ok(case.store.audit(&filter, None, 3).await);
    case.same("newest first", first.rows, all[..3].to_vec());
    let second = case.ok(case.store.audit(&filter, first.next.as_ref(), 3).await);
    case.same("the next page", (second.rows, second.next), (all[3..].to_vec(), None));
    case.same("how many", case.ok(case.store.count_audit(&filter).await), 4);
    let usual = || AuditFilter::default();
    for (what, filter, found) in [
        ("by whom", AuditFilter { actor: Some(claire), ..usual() }, vec![0, 2]),
        ("whose", AuditFilter { organisation: Some(alpha), ..usual() }, vec![0, 3]),
        ("what kind", AuditFilter { group: Some(Group::SignIn), ..usual() }, vec![2]),
        ("allowed", AuditFilter { allowed: Some(true), ..usual() }, vec![0, 2, 3]),
        ("refused", AuditFilter { allowed: Some(false), ..usual() }, vec![1]),
        ("from then on", AuditFilter { since: Some(at(3)), ..usual() }, vec![0, 1]),
        ("before", AuditFilter { until: Some(at(3)), ..usual() }, vec![2, 3]),
        ("about what", AuditFilter { about: Some(AuditObject::Id(object)), ..usual() }, vec![0]),
        ("no such reference", AuditFilter { about: Some(AuditObject::Reference("x\0".to_owned())), ..usual() }, vec![]),
    ] {
        let rows = case.ok(case.store.audit(&filter, None, 9).await).rows;
        case.same(what, rows, found.iter().map(|place: &usize| all[*place].clone()).collect());
        case.same(what, case.ok(case.store.count_audit(&filter).await), found.len() as u64);
    }
}

/// Seals are numbered, hold what had none, and outlive their entries.
pub(super) async fn seals(case: &Case, engine: &Arc<dyn Engine>) {
    let now = at(1_000);
    case.same("nothing to seal", case.ok(engine.seal(Log::Audit, now, 2).await), None);
    let entry = |micros| Record::Audit(Audit::new(AuditId(case.id()), at(micros), Action::SessionEnd));
    case.create((1..=3).map(entry)).await;
    let one = case.some(engine.seal(Log::Audit, now, 2).await);
    let two = case.some(engine.seal(Log::Audit, now, 2).await);
    case.same("numbers", (one.number, two.number), (1, 2));
    case.same("entries", (one.entries, two.entries), (2, 1));
    case.same("moments", (one.first, one.last, two.first, two.last), (at(1), at(2), at(3), at(3)));
    case.check(one.hash != two.hash, "each has its own hash");
    case.same("all are sealed", case.ok(engine.seal(Log::Audit, now, 2).await), None);
    case.same("the histories are sealed apart", case.ok(engine.seal(Log::Event, now, 2).await), None);
    case.same("and whole", case.ok(engine.verify().await), vec![]);
    let later = now + TimeDelta::days(400);
    case.same("too young", case.ok(engine.purge_audit(at(2), later).await), vec![]);
    case.same("whole batches", case.ok(engine.purge_audit(at(3), later).await), vec![1]);
    case.same("the younger stay", case.ok(case.store.count_audit(&AuditFilter::default()).await), 1);
    case.same("once", case.ok(engine.purge_audit(at(3), later).await), vec![]);
    case.same("the chain goes on", case.ok(engine.verify().await), vec![]);
}
