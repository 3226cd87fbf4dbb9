//! A quote, from the first question to the files that were missing, through the API: `api-client BASE CLIENT TEAM`, with
//! the address of the API, a token of a client and one of the team.

mod portal;
mod types;

use portal::Portal;
use serde_json::{Value, json};
use types::{Draft, Me, Request, Requests, Task};

const PDF: &[u8] = include_bytes!("../brief.pdf");

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [base, client, team] = &given[..] else { anyhow::bail!("usage: api-client BASE CLIENT TEAM") };
    let (client, team) = (Portal::new(base, client), Portal::new(base, team));
    let me = client.get::<Me>("/me").await?.now;
    println!("{} of {}", me.name, me.organisations[0].name);

    let mut draft = client.post::<Draft>("/drafts", json!({"request_type": "quote"})).await?;
    let at = format!("/drafts/{}", draft.now.id);
    for (step, answers) in [
        ("need", json!({"subject": "Cooling", "kind": "installation", "details": "Two units, quiet at night."})),
        ("project", json!({"budget": "12000.00", "start": "2099-01-31", "visit": false})),
        ("documents", json!({"terms": true})),
    ] {
        draft = client.seeing(&draft).put(&format!("{at}/steps/{step}"), json!({"answers": answers})).await?;
    }
    draft = client.upload(&format!("{at}/files?field=brief&name=brief.pdf"), PDF).await?;
    // Sent twice, as after a lost answer: under one key it happens once, and both are told the same.
    let submit = client.seeing(&draft).once("order 4711");
    let sent = submit.post::<Request>(&format!("{at}/submission"), json!({})).await?;
    let again = submit.post::<Request>(&format!("{at}/submission"), json!({})).await?;
    println!("{}: {}; sent again: {}", sent.now.title, sent.now.status.label, sent.now.id == again.now.id);
    let request = format!("/requests/{}", sent.now.id);
    println!("changed since: {}", client.get_if_changed(&request, &sent).await?.is_some());

    let queue = team.get::<Requests>("/requests?open=true&unowned=true&order=due").await?.now;
    println!("first in the queue: {}", queue.items[0].title);
    let seen = team.get::<Request>(&request).await?;
    let taken = team.seeing(&seen).post::<Request>(&format!("{request}/moves/take"), json!({})).await?;
    let ask = json!({"asked": [{"kind": "site_plan"}], "comment": "Where shall the units stand?"});
    let asked = team.seeing(&taken).post::<Request>(&format!("{request}/moves/ask"), ask).await?.now;
    println!("{}: {}", asked.title, asked.status.label);

    let task = format!("/tasks/{}", client.get::<Request>(&request).await?.now.tasks[0].id);
    client.upload::<Value>(&format!("{task}/items/0/documents?name=plan.pdf"), PDF).await?;
    let seen = client.get::<Task>(&task).await?;
    let done = client.seeing(&seen).post::<Task>(&format!("{task}/outcome"), json!({"outcome": "done"})).await?.now;
    println!("{}: {}", done.title, done.state);
    println!("{}: {}", asked.title, client.get::<Request>(&request).await?.now.status.label);
    Ok(())
}
