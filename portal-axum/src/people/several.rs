//! Which organisation's people somebody looks at who belongs to several.

use portal_core::{Refused, identity::Seat};
use serde::Serialize;

use super::Place;
use crate::{page::Page, tongue::Tongue, visit::Person};

/// The choice of an organisation.
#[derive(Clone, Debug, Serialize)]
pub struct PlacesPage {
    /// The organisations, by name.
    pub places: Vec<PlaceRow>,
}

/// An organisation to choose.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceRow {
    /// Its name.
    pub name: String,
    /// Its people.
    pub url: String,
}

impl PlacesPage {
    pub(super) async fn of(person: &Person, seats: &[Seat]) -> Result<Self, Refused> {
        let organisations = person.desk().organisations().await?;
        let seen = organisations.into_iter().filter(|found| seats.contains(&Seat::Organisation(found.id)));
        let row = |found: portal_core::identity::Organisation| PlaceRow {
            url: Place::among_several(person, found.id).list,
            name: found.name,
        };
        Ok(Self { places: seen.map(row).collect() })
    }
}

impl Page for PlacesPage {
    const TEMPLATE: &'static str = "people/places.html";

    fn samples(_: &Tongue) -> Vec<Self> {
        let row = |name: &str| PlaceRow { name: name.to_owned(), url: "/organisations/1/people".to_owned() };
        vec![Self { places: vec![row("Alpha Logistics"), row("Beta Conseil")] }]
    }
}
