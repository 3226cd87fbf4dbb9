//! What `portal.yaml` says, and the definition as a whole.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use chrono::NaiveTime;
use indexmap::IndexMap;

use super::{
    Attributes, ChannelPlace, ConnectorPlace, Expectation, InProject, Kind, Measure, ProjectKind, Recipient, Reminders,
    RequestType, Resource, Retention, Rule, Satisfaction, SignIn, Slot,
};
use crate::{
    definition::{OwnMails, OwnPages, Text},
    form::Choice,
    id::Id,
    identity::Role,
};

/// A portal as its integrator defined it, in one version.
#[derive(Clone, Debug)]
pub struct Definition {
    /// SHA-256 over paths and bytes of all files, in hexadecimal: the name of this version.
    pub hash: Arc<str>,
    /// The id of the portal.
    pub id: Id,
    /// Its name, as people read it.
    pub name: Text,
    /// The locales it is written in; the first is the fallback. Never empty.
    pub locales: Vec<String>,
    /// Where deadlines and dates are read.
    pub time_zone: chrono_tz::Tz,
    /// ISO 4217 code of amounts without one of their own.
    pub currency: String,
    /// Look and sender.
    pub branding: Branding,
    /// Opening hours by id; the first is the default. Never empty.
    pub calendars: IndexMap<Id, Calendar>,
    /// Queues by id; the first is the default. Never empty.
    pub queues: IndexMap<Id, Queue>,
    /// Roles by id, the built-in ones included.
    pub roles: IndexMap<Id, Role>,
    /// What clients book, by id.
    pub slots: IndexMap<Id, Slot>,
    /// Options that several forms share, by id.
    pub lists: IndexMap<Id, Vec<Choice>>,
    /// What is known beside the forms.
    pub attributes: Attributes,
    /// Kinds of project by id. Never empty.
    pub projects: IndexMap<Id, ProjectKind>,
    /// Request types by id, in the order of their file names.
    pub requests: IndexMap<Id, Arc<RequestType>>,
    /// Kinds of document by id, `attachment` included.
    pub kinds: IndexMap<Id, Kind>,
    /// Documents that ship with the definition, by id.
    pub resources: IndexMap<Id, Resource>,
    /// The bytes of the files that resources and kinds name, and of the logo, by path; none of a version that is no longer
    /// in force.
    pub shipped: BTreeMap<String, Bytes>,
    /// Notification rules by id, built-in ones first.
    pub rules: IndexMap<Id, Rule>,
    /// How long things are kept.
    pub retention: Retention,
    /// How people sign in.
    pub sign_in: SignIn,
    /// Channels beside mail, by id.
    pub channels: IndexMap<Id, ChannelPlace>,
    /// Other systems, by id.
    pub connectors: IndexMap<Id, ConnectorPlace>,
    /// When people are reminded of tasks.
    pub reminders: Reminders,
    /// The question that clients are asked.
    pub satisfaction: Satisfaction,
    /// What is expected of measures.
    pub measures: IndexMap<Measure, Expectation>,
    /// Own templates of pages.
    pub pages: OwnPages,
    /// Own templates of mails.
    pub mails: Arc<OwnMails>,
}

impl Definition {
    /// The best shipped locale for a person's wish (`fr-CA` finds `fr`), else the portal's first.
    pub fn locale<'a>(&'a self, wish: &str) -> &'a str {
        let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let exact = self.locales.iter().find(|locale| locale.eq_ignore_ascii_case(wish));
        let near = || self.locales.iter().find(|locale| language(locale) == language(wish));
        exact.or_else(near).unwrap_or(&self.locales[0])
    }

    /// Whether projects are worked with: requests belong to one, or one opens requests.
    pub fn has_projects(&self) -> bool {
        let in_one = self.requests.values().any(|request_type| request_type.project != InProject::None);
        in_one || self.projects.values().any(|kind| !kind.opens.is_empty())
    }

    /// Whether every submission is confirmed to whoever sent it: a rule says so without a condition.
    pub fn confirms(&self) -> bool {
        self.rules.values().any(|rule| {
            rule.mails()
                && rule.when.is_none()
                && rule.request_type.is_none()
                && rule.on.iter().any(|on| on == "request.submitted")
                && rule.to.contains(&Recipient::Requester)
        })
    }
}

/// Look, support and sender.
#[derive(Clone, Debug, Default)]
pub struct Branding {
    /// The path of the logo in the folder.
    pub logo: Option<String>,
    /// Accent colour as `#rrggbb`, at least 4.5:1 against white (WCAG 2.2, 1.4.3).
    pub accent: Option<String>,
    /// Greeting on the sign-in page.
    pub welcome: Option<Text>,
    /// Where people get help by mail.
    pub support_email: Option<String>,
    /// Where people get help by phone.
    pub support_phone: Option<String>,
    /// Link to the privacy notice.
    pub privacy: Option<String>,
    /// Name on outgoing mail; default: the portal's name.
    pub sender_name: Option<String>,
    /// Address on outgoing mail; default: `portal@` and the host of the base URL.
    pub sender_email: Option<String>,
    /// Where answers to outgoing mail go; `None`: nobody reads them.
    pub replies: Option<String>,
}

/// When the team is there.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Open spans per weekday, Monday first, in order and without overlap.
    pub hours: [Vec<(NaiveTime, NaiveTime)>; 7],
    /// Days on which nothing is open.
    pub holidays: Vec<Holiday>,
}

/// A day on which nothing is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    /// The same day each year: month, day.
    Yearly(u32, u32),
    /// Days after Easter Sunday (Gregorian).
    Easter(i64),
    /// One day.
    Once(chrono::NaiveDate),
}

/// Where requests wait for the team.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub label: Text,
}
