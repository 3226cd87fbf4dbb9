//! Prints a sample letter, to look at while working on the templates: `cargo run -p portal-email --example letter`
//! prints the HTML, with `-- text` the plain text.

use portal_core::notification::{Action, Letter};

fn main() -> Result<(), portal_email::RenderError> {
    let letter = Letter {
        locale: "en".into(),
        subject: "We need one document for your quote request".into(),
        greeting: "Hello Claire,".into(),
        paragraphs: vec![
            "Tom Weber is working on your quote request “Maintenance of the Lyon site” and needs one more document from \
             you before he can go on."
                .into(),
            "“The floor plan you sent shows the ground floor only. Could you add the first floor?”".into(),
        ],
        facts: vec![
            ("Reference".into(), "QUO-7F3K-9M2C".into()),
            ("Status".into(), "Missing information".into()),
            ("Document".into(), "Floor plan of the first floor".into()),
            ("Please send by".into(), "Friday 27 November 2026".into()),
        ],
        action: Some(Action {
            label: "Provide the document".into(),
            url: "https://portal.durand.example/tasks/01993f2a-7c1e-7d10-9c57-2f1d6f0f7a11".into(),
        }),
        footer: "You get this mail because you opened the request. The button leads to our portal; sign in there to \
                 answer.\nQuestions? help@durand.example, +33 1 23 45 67 89"
            .into(),
        portal: "Durand Services".into(),
        accent: "#0b6e4f".into(),
    };
    let rendered = portal_email::render(&letter)?;
    let wants_text = std::env::args().nth(1).is_some_and(|part| part == "text");
    println!("{}", if wants_text { rendered.text } else { rendered.html });
    Ok(())
}
