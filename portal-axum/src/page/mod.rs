//! What a page is: a template, the finished strings and addresses it shows, and samples of every state it can be in.
//! The contexts stand beside the handlers that fill them; here is what they share.

mod fault;
mod frame;

use minijinja::Error;
use serde::Serialize;

pub use fault::Fault;
pub(crate) use frame::languages_of;
pub use frame::{Frame, Language, Notice, Person, Place, Support};

use crate::{templates::Templates, tongue::Tongue};

/// What one template shows.
pub trait Page: Serialize {
    /// Its file below `templates/`.
    const TEMPLATE: &'static str;

    /// Who sees it.
    const SEEN_BY: SeenBy = SeenBy::Client;

    /// One of each state it can be in. Every sample is rendered in every locale by a test, and a host's own templates
    /// are tried on them.
    fn samples(tongue: &Tongue) -> Vec<Self>
    where
        Self: Sized;
}

/// Who sees a page: it decides what stands around a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeenBy {
    /// Somebody who is not signed in.
    Anybody,
    /// A client.
    Client,
    /// The team.
    Team,
}

/// A rendered sample.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The template.
    pub template: &'static str,
    /// Its HTML.
    pub html: String,
}

/// Every sample of every page in a locale.
///
/// # Errors
/// The first page that cannot be rendered; with shipped templates there is none.
pub fn samples(templates: &Templates, tongue: &Tongue) -> Result<Vec<Sample>, Error> {
    let mut all = Vec::new();
    crate::each_page!(render, templates, tongue, &mut all);
    Ok(all)
}

fn render<P: Page>(templates: &Templates, tongue: &Tongue, all: &mut Vec<Sample>) -> Result<(), Error> {
    for page in P::samples(tongue) {
        let html = templates.render(&page, &Frame::sample(tongue, P::SEEN_BY), tongue)?;
        all.push(Sample { template: P::TEMPLATE, html });
    }
    Ok(())
}

/// Calls a function for every page there is: a new page is added here.
#[macro_export]
#[doc(hidden)]
macro_rules! each_page {
    ($call:ident, $($argument:expr),*) => {{
        $call::<$crate::problem::ProblemPage>($($argument),*)?;
        $call::<$crate::api::DocsPage>($($argument),*)?;
        $call::<$crate::sign_in::SignInPage>($($argument),*)?;
        $call::<$crate::entrance::WaysPage>($($argument),*)?;
        $call::<$crate::entrance::TroublePage>($($argument),*)?;
        $call::<$crate::entrance::SignedOutPage>($($argument),*)?;
        $call::<$crate::entrance::ConnectionsPage>($($argument),*)?;
        $call::<$crate::entrance::StrangerPage>($($argument),*)?;
        $call::<$crate::factor::CodePage>($($argument),*)?;
        $call::<$crate::factor::EnrolPage>($($argument),*)?;
        $call::<$crate::factor::SavedPage>($($argument),*)?;
        $call::<$crate::factor::RenewPage>($($argument),*)?;
        $call::<$crate::factor::RemovePage>($($argument),*)?;
        $call::<$crate::confirm::ConfirmPage>($($argument),*)?;
        $call::<$crate::link::InvitationPage>($($argument),*)?;
        $call::<$crate::link::GonePage>($($argument),*)?;
        $call::<$crate::link::ForgotPage>($($argument),*)?;
        $call::<$crate::link::OnItsWayPage>($($argument),*)?;
        $call::<$crate::link::ResetPage>($($argument),*)?;
        $call::<$crate::link::ConfirmAddressPage>($($argument),*)?;
        $call::<$crate::link::AddressConfirmedPage>($($argument),*)?;
        $call::<$crate::link::EnterPage>($($argument),*)?;
        $call::<$crate::people::PeoplePage>($($argument),*)?;
        $call::<$crate::people::PlacesPage>($($argument),*)?;
        $call::<$crate::people::InvitePage>($($argument),*)?;
        $call::<$crate::people::SeatPage>($($argument),*)?;
        $call::<$crate::dashboard::DashboardPage>($($argument),*)?;
        $call::<$crate::draft::ChoosePage>($($argument),*)?;
        $call::<$crate::draft::ExistsPage>($($argument),*)?;
        $call::<$crate::draft::WhichProjectPage>($($argument),*)?;
        $call::<$crate::draft::OverviewPage>($($argument),*)?;
        $call::<$crate::draft::StepPage>($($argument),*)?;
        $call::<$crate::draft::CheckPage>($($argument),*)?;
        $call::<$crate::draft::RenewPage>($($argument),*)?;
        $call::<$crate::draft::DiscardPage>($($argument),*)?;
        $call::<$crate::request::RequestsPage>($($argument),*)?;
        $call::<$crate::request::RequestPage>($($argument),*)?;
        $call::<$crate::request::ReceiptPage>($($argument),*)?;
        $call::<$crate::request::MovePage>($($argument),*)?;
        $call::<$crate::project::ProjectsPage>($($argument),*)?;
        $call::<$crate::project::ProjectPage>($($argument),*)?;
        $call::<$crate::task::TaskPage>($($argument),*)?;
        $call::<$crate::task::RefusePage>($($argument),*)?;
        $call::<$crate::document::DocumentsPage>($($argument),*)?;
        $call::<$crate::account::AccountPage>($($argument),*)?;
        $call::<$crate::account::PasswordPage>($($argument),*)?;
        $call::<$crate::account::AddressPage>($($argument),*)?;
        $call::<$crate::team::QueuePage>($($argument),*)?;
        $call::<$crate::team::WorkbenchPage>($($argument),*)?;
        $call::<$crate::team::MovePage>($($argument),*)?;
        $call::<$crate::team::AskPage>($($argument),*)?;
        $call::<$crate::team::PassedPage>($($argument),*)?;
        $call::<$crate::team::DocumentPage>($($argument),*)?;
        $call::<$crate::team::FieldsPage>($($argument),*)?;
        $call::<$crate::team::BeginProjectPage>($($argument),*)?;
        $call::<$crate::team::ProjectFormPage>($($argument),*)?;
        $call::<$crate::tokens::TokensPage>($($argument),*)?;
        $call::<$crate::tokens::NewTokenPage>($($argument),*)?;
        $call::<$crate::tokens::TokenMadePage>($($argument),*)?;
        $call::<$crate::team::OrganisationsPage>($($argument),*)?;
        $call::<$crate::team::OrganisationPage>($($argument),*)?;
        $call::<$crate::team::OrganisationFormPage>($($argument),*)?;
        $call::<$crate::team::DeliveriesPage>($($argument),*)?;
        $call::<$crate::team::DefinitionsPage>($($argument),*)?;
        $call::<$crate::team::FormsPage>($($argument),*)?;
        $call::<$crate::team::AuditPage>($($argument),*)?;
        $call::<$crate::team::AccessPage>($($argument),*)?;
    }};
}
