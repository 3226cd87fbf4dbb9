//! What the audit log is narrowed to, as it stands in the address and in the form.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use portal_core::{
    Refused,
    audit::Group,
    id::{AccountId, OrganisationId},
    store::{AuditFilter, AuditObject},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{tongue::Tongue, visit::Person};

/// What somebody asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// A mail address, or an account's id.
    pub person: String,
    pub organisation: String,
    pub group: String,
    pub verdict: String,
    pub since: String,
    pub until: String,
    /// A request's reference, or any id.
    pub about: String,
    pub after: String,
}

/// The form that narrows it.
#[derive(Clone, Debug, Serialize)]
pub struct FilterForm {
    /// Where it goes.
    pub action: String,
    /// Who, as typed.
    pub person: String,
    /// Whose data.
    pub organisations: Vec<Choice>,
    /// What kind of thing.
    pub groups: Vec<Choice>,
    /// Whether it was allowed.
    pub verdicts: Vec<Choice>,
    /// From which day on.
    pub since: String,
    /// Until which day.
    pub until: String,
    /// About what, as typed.
    pub about: String,
}

/// One choice of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Its value.
    pub value: String,
    /// Its name.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Asked {
    /// What stands in the addresses of its pages, but the page itself.
    pub(crate) fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("person", &self.person),
            ("organisation", &self.organisation),
            ("group", &self.group),
            ("verdict", &self.verdict),
            ("since", &self.since),
            ("until", &self.until),
            ("about", &self.about),
        ]
    }

    /// What is looked for; `None`: nobody has the address that was asked for, so that there is nothing.
    pub(crate) async fn filter(&self, person: &Person) -> Result<Option<AuditFilter>, Refused> {
        let whom = self.person.trim();
        let actor = match (whom, whom.parse::<Uuid>()) {
            ("", _) => None,
            (_, Ok(id)) => Some(AccountId(id)),
            (email, Err(_)) => match person.desk().audited_person(email).await? {
                Some(found) => Some(found),
                None => return Ok(None),
            },
        };
        let zone = person.portal().definition().time_zone;
        let day = |text: &str| text.trim().parse::<NaiveDate>().ok();
        let begins = |day: NaiveDate| -> Option<DateTime<Utc>> {
            let begins = zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest()?.to_utc();
            (begins >= DateTime::UNIX_EPOCH).then_some(begins)
        };
        let about = self.about.trim();
        Ok(Some(AuditFilter {
            actor,
            organisation: self.organisation.parse().ok().map(OrganisationId),
            group: Group::parse(&self.group),
            allowed: match self.verdict.as_str() {
                "allowed" => Some(true),
                "refused" => Some(false),
                _ => None,
            },
            since: day(&self.since).and_then(begins),
            until: day(&self.until).and_then(|day| day.checked_add_days(Days::new(1))).and_then(begins),
            about: match (about, about.parse::<Uuid>()) {
                ("", _) => None,
                (_, Ok(id)) => Some(AuditObject::Id(id)),
                (reference, Err(_)) => Some(AuditObject::Reference(reference.to_uppercase())),
            },
        }))
    }
}

impl FilterForm {
    pub(super) async fn of(person: &Person, action: &str, asked: &Asked) -> Result<Self, Refused> {
        let organisations = person.desk().audited_organisations().await?;
        let choice = |(id, name): (OrganisationId, String)| {
            let value = id.to_string();
            Choice { chosen: value == asked.organisation, value, label: name }
        };
        Ok(Self {
            action: action.to_owned(),
            person: asked.person.clone(),
            organisations: organisations.into_iter().map(choice).collect(),
            groups: groups(person.tongue(), &asked.group),
            verdicts: verdicts(person.tongue(), &asked.verdict),
            since: asked.since.clone(),
            until: asked.until.clone(),
            about: asked.about.clone(),
        })
    }

    pub(super) fn sample(tongue: &Tongue) -> Self {
        let organisation = |label: &str| Choice { value: label.to_lowercase(), label: label.to_owned(), chosen: false };
        Self {
            action: "/team/audit".to_owned(),
            person: "claire@alpha.example".to_owned(),
            organisations: vec![organisation("Alpha Logistics"), organisation("Beta Foods")],
            groups: groups(tongue, "SignIn"),
            verdicts: verdicts(tongue, "refused"),
            since: "2026-11-01".to_owned(),
            until: String::new(),
            about: "QUO-7F3K-9M2C".to_owned(),
        }
    }
}

fn groups(tongue: &Tongue, chosen: &str) -> Vec<Choice> {
    let of = |group: &Group| Choice {
        value: group.name().to_owned(),
        label: tongue.say(&format!("audit-group-{}", group.name())),
        chosen: group.name() == chosen,
    };
    Group::ALL.iter().map(of).collect()
}

fn verdicts(tongue: &Tongue, chosen: &str) -> Vec<Choice> {
    let of = |value: &str| Choice {
        value: value.to_owned(),
        label: tongue.say(&format!("audit-{value}")),
        chosen: value == chosen,
    };
    ["allowed", "refused"].map(of).into()
}
