//! An envelope to send, shared by the tests of both channels.

use portal_core::{
    channel::Envelope,
    notification::{Action, Letter},
};

/// A letter to Claire in French, with one button.
pub fn envelope() -> Envelope {
    Envelope {
        message_id: "<01993f2a-7c1e-7d10-9c57-2f1d6f0f7a11@portal.example>".into(),
        to: "claire@alpha.example".into(),
        to_name: "Claire Martin".into(),
        from: "portal@durand.example".into(),
        from_name: "Durand Services".into(),
        replies: None,
        letter: Letter {
            locale: "fr".into(),
            subject: "Il manque un document à votre demande".into(),
            greeting: "Bonjour Claire,".into(),
            paragraphs: vec![
                "Un document manque : le plan de l’étage.".into(),
                ".\r\nUne ligne qui n’est qu’un point ne finit rien.".into(),
            ],
            facts: vec![("Référence".into(), "QUO-7F3K-9M2C".into())],
            action: Some(Action {
                label: "Fournir le document".into(),
                url: "https://portal.durand.example/tasks/01993f2a-7c1e-7d10-9c57-2f1d6f0f7a11".into(),
            }),
            footer: "Vous recevez ce message parce que la demande est la vôtre.".into(),
            portal: "Durand Services".into(),
            accent: "#0b6e4f".into(),
        },
        own: None,
    }
}
