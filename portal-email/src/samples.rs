//! Letters as they may be, in each shipped language: own mails are tried on them.

use std::sync::Arc;

use portal_core::{
    definition::OwnMails,
    notification::{About, Action, Letter, OrganisationNamed, OwnLetter, PersonNamed, RequestNamed},
};

/// The states a letter can be in, each with what it is about.
pub(crate) fn letters(name: &str, mails: &Arc<OwnMails>) -> Vec<(Letter, OwnLetter)> {
    let own = |about| OwnLetter { name: name.to_owned(), mails: mails.clone(), about };
    let mut all = Vec::new();
    for (locale, words) in [("en", EN), ("fr", FR)] {
        let full = letter(locale, words);
        let bare = Letter { paragraphs: Vec::new(), facts: Vec::new(), action: None, ..full.clone() };
        let worked = about(words);
        let RequestNamed { title, reference, request_type, status, .. } = worked.request.clone();
        let fresh = RequestNamed { title, reference, request_type, status, due: None };
        all.push((bare, own(About { owner: None, request: fresh, ..worked.clone() })));
        all.push((full, own(worked)));
    }
    all
}

const EN: [&str; 8] = [
    "Your quote is ready",
    "Hello Claire,",
    "The quote for “Cooling for the server room” is there.\nPlease read it and decide.",
    "Reference",
    "See the quote",
    "You get this because the request is yours.",
    "Request a quote",
    "To be decided",
];
const FR: [&str; 8] = [
    "Votre devis est prêt",
    "Bonjour Claire,",
    "Le devis pour « Climatisation de la salle serveurs » est arrivé.\nMerci de le lire et de décider.",
    "Référence",
    "Voir le devis",
    "Vous recevez ce message parce que la demande est la vôtre.",
    "Demander un devis",
    "À décider",
];

fn letter(locale: &str, [subject, greeting, paragraph, label, button, footer, ..]: [&str; 8]) -> Letter {
    Letter {
        locale: locale.to_owned(),
        subject: subject.to_owned(),
        greeting: greeting.to_owned(),
        paragraphs: vec![paragraph.to_owned(), paragraph.to_owned()],
        facts: vec![(label.to_owned(), "QUO-7F3K-9M2C".to_owned())],
        action: Some(Action { label: button.to_owned(), url: "https://portal.example/requests/1".to_owned() }),
        footer: footer.to_owned(),
        portal: "Durand Services".to_owned(),
        accent: "#0b57d0".to_owned(),
    }
}

fn about([title, .., request_type, status]: [&str; 8]) -> About {
    let person =
        |name: &str, first_name: &str| PersonNamed { name: name.to_owned(), first_name: first_name.to_owned() };
    About {
        rule: "status_changed".to_owned(),
        account: person("Claire Martin", "Claire"),
        organisation: OrganisationNamed { name: "Alpha".to_owned() },
        requester: person("Claire Martin", "Claire"),
        owner: Some(person("Tom Weber", "Tom")),
        request: RequestNamed {
            title: title.to_owned(),
            reference: "QUO-7F3K-9M2C".to_owned(),
            request_type: request_type.to_owned(),
            status: status.to_owned(),
            due: Some("2 December 2026".to_owned()),
        },
    }
}
