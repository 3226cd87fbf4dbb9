//! The measures of a portal, and what is expected of them.

use rust_decimal::Decimal;

use crate::definition::Duration;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Invited people who came.
    ActivationRate,
    /// People who were there.
    ActivePeople,
    /// Sign-ins that succeeded.
    LoginSuccess,
    /// Requests that were submitted.
    RequestsSubmitted,
    /// Requests that came through the portal, of all.
    PortalShare,
    /// The team's time until a request ended.
    ProcessingTime,
    /// Requests begun that were submitted.
    CompletionRate,
    /// Questions after the state of a request.
    FollowUps,
    /// Mails that the portal made needless.
    EmailsAvoided,
    /// Documents that were looked at.
    DocumentsViewed,
    /// Mails whose button was used.
    MailsClicked,
    /// What clients say.
    Satisfaction,
}

/// In what a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureUnit {
    /// Parts of a hundred.
    Percent,
    /// A length of time.
    Time,
    /// A number.
    Number,
}

impl Measure {
    /// All measures with their names, in the order of the language.
    pub const ALL: [(&'static str, Self); 12] = [
        ("activation_rate", Self::ActivationRate),
        ("active_people", Self::ActivePeople),
        ("login_success", Self::LoginSuccess),
        ("requests_submitted", Self::RequestsSubmitted),
        ("portal_share", Self::PortalShare),
        ("processing_time", Self::ProcessingTime),
        ("completion_rate", Self::CompletionRate),
        ("follow_ups", Self::FollowUps),
        ("emails_avoided", Self::EmailsAvoided),
        ("documents_viewed", Self::DocumentsViewed),
        ("mails_clicked", Self::MailsClicked),
        ("satisfaction", Self::Satisfaction),
    ];

    /// In what it counts.
    pub fn unit(self) -> MeasureUnit {
        match self {
            Self::ActivationRate
            | Self::LoginSuccess
            | Self::PortalShare
            | Self::CompletionRate
            | Self::MailsClicked => MeasureUnit::Percent,
            Self::ProcessingTime => MeasureUnit::Time,
            Self::ActivePeople
            | Self::RequestsSubmitted
            | Self::FollowUps
            | Self::EmailsAvoided
            | Self::DocumentsViewed
            | Self::Satisfaction => MeasureUnit::Number,
        }
    }
}

/// What is expected of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// How it was before the portal.
    pub baseline: Option<Amount>,
    /// When somebody is warned.
    pub warn: Option<Warn>,
}

/// When somebody is warned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warn {
    /// Above this.
    Above(Amount),
    /// Below this.
    Below(Amount),
}

/// An amount of what is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Parts of a hundred.
    Percent(Decimal),
    /// A length of time.
    Time(Duration),
    /// A number.
    Number(Decimal),
}

impl Amount {
    /// In what it counts.
    pub fn unit(self) -> MeasureUnit {
        match self {
            Self::Percent(_) => MeasureUnit::Percent,
            Self::Time(_) => MeasureUnit::Time,
            Self::Number(_) => MeasureUnit::Number,
        }
    }
}
