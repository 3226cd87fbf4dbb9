//! Every read agrees with `Scope::admits`: list, count, search, object, answers taken out, history, news, tasks, documents
//! and deliveries, for people of every kind. Where one does not, the smallest person is looked for with whom it still does
//! not.

mod dice;
mod looks;
mod objects;
mod scenery;
mod somebody;

use std::{collections::BTreeSet, fmt::Debug};

use uuid::Uuid;

use self::{dice::Dice, scenery::Scenery, somebody::Somebody};
use super::{Harness, case::Case};

/// How many people are drawn.
const PEOPLE: usize = 260;

/// A read that does not agree, and about what.
#[derive(Debug)]
struct Differs(String);

type Agrees = Result<(), Differs>;

pub(super) async fn check(harness: &dyn Harness) {
    let case = Case::new("Scope/Agree", harness.fresh().await);
    let mut dice = Dice::new(17);
    let scenery = Scenery::new(&case, &mut dice).await;
    let mut everybody = Somebody::plain(&scenery, &mut dice);
    everybody.extend((0..PEOPLE).map(|_| Somebody::draw(&scenery, &mut dice)));
    for (seed, somebody) in (0..).zip(everybody) {
        let Err(differs) = agrees(&case, &scenery, &somebody, seed).await else { continue };
        let (somebody, Differs(why)) = smallest(&case, &scenery, somebody, seed, differs).await;
        case.check(false, &format!("{why}\n for {somebody:#?}"));
    }
}

/// Takes away from somebody while a read still does not agree.
async fn smallest(
    case: &Case,
    scenery: &Scenery,
    mut somebody: Somebody,
    seed: u64,
    mut differs: Differs,
) -> (Somebody, Differs) {
    'smaller: loop {
        for less in somebody.smaller() {
            if let Err(still) = agrees(case, scenery, &less, seed).await {
                (somebody, differs) = (less, still);
                continue 'smaller;
            }
        }
        return (somebody, differs);
    }
}

async fn agrees(case: &Case, scenery: &Scenery, somebody: &Somebody, seed: u64) -> Agrees {
    let (sees, reads) = (somebody.sees(), somebody.reads());
    looks::agree(case, scenery, &sees, &reads).await?;
    objects::agree(case, scenery, (&sees, &reads), &mut Dice::new(seed)).await
}

/// Whether what was found is what is admitted, each once; the first that is not is shown.
fn same<T: Debug>(
    what: &str,
    found: impl IntoIterator<Item = Uuid>,
    all: &[T],
    id: impl Fn(&T) -> Uuid,
    admitted: impl Fn(&T) -> bool,
) -> Agrees {
    let found: Vec<Uuid> = found.into_iter().collect();
    let once: BTreeSet<Uuid> = found.iter().copied().collect();
    let mut known = 0;
    for one in all {
        let is_found = once.contains(&id(one));
        known += usize::from(is_found);
        match (is_found, admitted(one)) {
            (true, false) => return Err(Differs(format!("{what}: there, and not admitted: {one:?}"))),
            (false, true) => return Err(Differs(format!("{what}: admitted, and not there: {one:?}"))),
            _ => {}
        }
    }
    equal(&format!("{what}: so many"), &found.len(), &known)
}

fn equal<T: PartialEq + Debug>(what: &str, got: &T, want: &T) -> Agrees {
    if got == want { Ok(()) } else { Err(Differs(format!("{what}: got {got:?}, want {want:?}"))) }
}
