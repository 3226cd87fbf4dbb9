//! The definitions page in its states.

use chrono::{DateTime, TimeDelta, Utc};

use super::{BreakRow, Change, DefinitionsPage, FaultRow, Page, SeenBy, Tongue, TypeRow};

impl Page for DefinitionsPage {
    const TEMPLATE: &'static str = "team/definitions.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let at = DateTime::<Utc>::from_timestamp(1_795_860_540, 0).unwrap_or_default();
        let warning = FaultRow {
            code: "PD020",
            stops: false,
            place: "portal.yaml:2:7".to_owned(),
            line: Some("name: Durand\n      ^^^^^^".to_owned()),
            message: "`name` is the same in all locales.".to_owned(),
            help: "Write one text per locale, such as {en: Quote, fr: Devis}.".to_owned(),
        };
        let fault = FaultRow {
            code: "PD009",
            stops: true,
            place: "requests/quote.yaml:14:5".to_owned(),
            line: Some("    explian: Tell us what you need, in a line that is longer than a small screen is wide.\n    ^^^^^^^".to_owned()),
            message: "`explian` is not a key that is known here.".to_owned(),
            help: "Did you mean `explain`?".to_owned(),
        };
        let whole = FaultRow { line: None, place: "documents.yaml:1:1".to_owned(), ..fault.clone() };
        let quiet = Self {
            version: "3f9a4c51d07e".to_owned(),
            hash: "3f9a4c51d07e".repeat(5) + "3f9a",
            since: tongue.moment(at),
            files: vec![
                ("portal.yaml".to_owned(), tongue.size(1_840)),
                ("requests/quote.yaml".to_owned(), tongue.size(6_312)),
            ],
            refused: None,
            lints: Vec::new(),
            types: vec![TypeRow {
                label: "Request a quote".to_owned(),
                id: "quote".to_owned(),
                picture: "/team/definitions/quote.svg".to_owned(),
                words: vec!["Start: Received.".to_owned(), "Received: Take (team) leads to In progress.".to_owned()],
            }],
        };
        let change = |why: &str, faults, breaks| {
            Some(Change { at: tongue.moment(at + TimeDelta::minutes(9)), why: tongue.say(why), faults, breaks })
        };
        let breaks = vec![BreakRow {
            what: "2 open requests of `quote` in `received`".to_owned(),
            reasons: vec!["The queue `sales` is gone. Keep it below `queues` of portal.yaml; or --move queue.sales=OTHER has them wait in another.".to_owned()],
        }];
        vec![
            Self {
                lints: vec![warning],
                refused: change("definition-has-faults", vec![fault, whole], Vec::new()),
                ..quiet.clone()
            },
            Self { refused: change("definition-breaks", Vec::new(), breaks), ..quiet.clone() },
            Self { refused: change("definition-not-now", Vec::new(), Vec::new()), ..quiet.clone() },
            quiet,
        ]
    }
}
