//! The diagram's own words, in English and French.

use crate::definition::{Duration, End, Unit, WaitsFor};

/// The words of one language.
pub(super) struct Words {
    pub workflow: &'static str,
    pub starts: &'static str,
    pub leads_to: &'static str,
    pub any_open: &'static str,
    pub client: &'static str,
    pub team: &'static str,
    pub both: &'static str,
    pub third_party: &'static str,
    pub nobody: &'static str,
    pub requester: &'static str,
    pub owner: &'static str,
    pub somebody: &'static str,
    pub late: &'static str,
    pub writes: &'static str,
    pub tasks_done: &'static str,
    pub done: &'static str,
    pub refused: &'static str,
    pub on_condition: &'static str,
    pub quotes: [&'static str; 2],
    /// Between a word and what explains it.
    pub colon: &'static str,
    french: bool,
}

const ENGLISH: Words = Words {
    workflow: "Workflow",
    starts: "Start",
    leads_to: "leads to",
    any_open: "Any open status",
    client: "Client",
    team: "Team",
    both: "Client or team",
    third_party: "Third party",
    nobody: "Nobody, or automatic",
    requester: "Requester",
    owner: "Owner",
    somebody: "Somebody named",
    late: "when it is late",
    writes: "writes",
    tasks_done: "tasks done",
    done: "done",
    refused: "refused",
    on_condition: "on a condition",
    quotes: ["“", "”"],
    colon: ": ",
    french: false,
};

const FRENCH: Words = Words {
    workflow: "Parcours",
    starts: "Début",
    leads_to: "mène à",
    any_open: "Tout statut en cours",
    client: "Client",
    team: "Équipe",
    both: "Client ou équipe",
    third_party: "Tiers",
    nobody: "Personne, ou automatique",
    requester: "Demandeur",
    owner: "Responsable",
    somebody: "Une personne désignée",
    late: "en cas de retard",
    writes: "écrit",
    tasks_done: "tâches terminées",
    done: "fait",
    refused: "refusé",
    on_condition: "sous condition",
    quotes: ["«\u{a0}", "\u{a0}»"],
    colon: "\u{a0}: ",
    french: true,
};

/// The words for a locale: French for French ones, else English.
pub(super) fn of(locale: &str) -> &'static Words {
    let french = locale.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("fr"));
    if french { &FRENCH } else { &ENGLISH }
}

impl Words {
    /// Who must act in a status.
    pub fn waits(&self, for_whom: WaitsFor) -> &'static str {
        match (for_whom, self.french) {
            (WaitsFor::Client, false) => "Waits for the client",
            (WaitsFor::Client, true) => "Attend le client",
            (WaitsFor::Team, false) => "Waits for the team",
            (WaitsFor::Team, true) => "Attend l’équipe",
            (WaitsFor::ThirdParty, false) => "Waits for a third party",
            (WaitsFor::ThirdParty, true) => "Attend un tiers",
            (WaitsFor::Nobody, false) => "Waits for the agreed date",
            (WaitsFor::Nobody, true) => "Attend la date convenue",
            (WaitsFor::Tasks, false) => "Waits for the tasks: client, then team",
            (WaitsFor::Tasks, true) => "Attend les tâches\u{a0}: client, puis équipe",
        }
    }

    /// So long after the status was entered.
    pub fn after(&self, Duration { count, unit }: Duration) -> String {
        let (one, many) = match (unit, self.french) {
            (Unit::Minutes, _) => ("minute", "minutes"),
            (Unit::Hours, false) => ("hour", "hours"),
            (Unit::Hours, true) => ("heure", "heures"),
            (Unit::Days, false) => ("day", "days"),
            (Unit::Days, true) => ("jour", "jours"),
            (Unit::Weeks, false) => ("week", "weeks"),
            (Unit::Weeks, true) => ("semaine", "semaines"),
            (Unit::Months, false) => ("month", "months"),
            (Unit::Months, true) => ("mois", "mois"),
            (Unit::Years, false) => ("year", "years"),
            (Unit::Years, true) => ("an", "ans"),
            (Unit::BusinessHours, false) => ("business hour", "business hours"),
            (Unit::BusinessHours, true) => ("heure ouvrée", "heures ouvrées"),
            (Unit::BusinessDays, false) => ("business day", "business days"),
            (Unit::BusinessDays, true) => ("jour ouvré", "jours ouvrés"),
        };
        let unit = if count == 1 { one } else { many };
        if self.french { format!("après {count} {unit}") } else { format!("after {count} {unit}") }
    }

    /// How it ended.
    pub fn ended(&self, end: End) -> &'static str {
        match (end, self.french) {
            (End::Done, false) => "End: done",
            (End::Done, true) => "Fin\u{a0}: aboutie",
            (End::Refused, false) => "End: declined",
            (End::Refused, true) => "Fin\u{a0}: refusée",
            (End::Withdrawn, false) => "End: withdrawn",
            (End::Withdrawn, true) => "Fin\u{a0}: retirée",
        }
    }
}
