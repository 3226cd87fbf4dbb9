//! Who reaches whose people over HTTP: what is beyond is told like what there is not, and nobody gives what they do not have.

use portal::core::identity::{PermissionGroup, Seat, TokenAccess, TokenScope};
use serde_json::{Value, json};

use super::{
    people::{alpha, karim, path_of, place},
    program::{PLAIN, Program, seen},
    reach::{MISSING, newcomer, twins},
};
use crate::{on_both, world::World};

/// A tag that nobody was given.
const MADE_UP: &str = "\"1.0123456789abcdef.0123456789abcdef\"";

/// Everything that can be done with the people of a place, and with somebody and an invitation there.
async fn all(program: &mut Program, base: &str, member: &str, invitation: &str) -> Vec<crate::client::Answer> {
    let (member, invitation) = (format!("{base}/people/{member}"), format!("{base}/invitations/{invitation}"));
    let place = json!({"role": "client_user", "projects": null});
    vec![
        program.get(&format!("{base}/people")).await,
        program.get(&member).await,
        program.put(&member, seen(MADE_UP), place).await,
        program.delete(&member, seen(MADE_UP)).await,
        program.post(&format!("{member}/password-link"), PLAIN, Value::Null).await,
        program.put(&format!("{member}/account"), PLAIN, json!({"state": "disabled"})).await,
        program.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await,
        program.get(&invitation).await,
        program.post(&format!("{invitation}/letter"), PLAIN, Value::Null).await,
        program.delete(&invitation, PLAIN).await,
    ]
}

on_both!(t01_people_whom_somebody_does_not_see_are_as_nobody, world, {
    let (mut nadia, base) = (world.program("nadia").await, alpha(&world).await);
    let member = place(&mut nadia, &base, "claire").await["id"].as_str().unwrap().to_owned();
    let invited = nadia.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await.is(201).json();
    let invitation = invited["id"].as_str().unwrap();
    let outside = newcomer(&world, "client_viewer", "client_viewer").await;
    let before = nadia.get(&format!("{base}/people")).await.is(200).json();
    for mut program in [world.program("claire").await, world.program("bruno").await, outside] {
        let here = all(&mut program, &base, &member, invitation).await;
        let nowhere = all(&mut program, &format!("/organisations/{MISSING}"), MISSING, MISSING).await;
        for (one, other) in here.iter().zip(&nowhere) {
            twins(one, other, 404);
        }
        for answer in all(&mut program, "/team", MISSING, MISSING).await {
            answer.problem(404, "not_found");
        }
    }
    assert_eq!(nadia.get(&format!("{base}/people")).await.json(), before, "nothing was done");
});

on_both!(t12_whoever_sees_people_and_may_not_manage_them_changes_nothing, world, {
    let (mut nadia, base) = (world.program("nadia").await, alpha(&world).await);
    let invited = nadia.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await.is(201).json();
    let invitation = format!("{base}/invitations/{}", invited["id"].as_str().unwrap());
    let mut tom = world.program("tom").await;
    let people = tom.get(&format!("{base}/people")).await.is(200).json();
    assert_eq!(
        (&people["may_invite"], &people["roles"], &people["invitations"]),
        (&json!(false), &json!([]), &json!([]))
    );
    let path = path_of(&mut tom, &base, "claire").await;
    let (tag, body) = (tom.tag(&path).await, json!({"role": "client_admin", "projects": null}));
    let refused = [
        tom.put(&path, seen(&tag), body).await,
        tom.delete(&path, seen(&tag)).await,
        tom.post(&format!("{path}/password-link"), PLAIN, Value::Null).await,
        tom.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await,
        tom.get(&invitation).await,
        tom.post(&format!("{invitation}/letter"), PLAIN, Value::Null).await,
        tom.delete(&invitation, PLAIN).await,
    ];
    for answer in refused {
        answer.problem(403, "forbidden");
    }
    tom.put(&format!("{path}/account"), PLAIN, json!({"state": "disabled"})).await.problem(404, "not_found");
    nadia.get(&invitation).await.is(200);
});

on_both!(t12_nobody_gives_a_role_above_their_own_of_the_team_or_in_another_company, world, {
    let (mut aline, base) = (world.program("aline").await, alpha(&world).await);
    let path = path_of(&mut aline, &base, "claire").await;
    for role in ["team_member", "team_admin", "nobody", ""] {
        let tag = aline.tag(&path).await;
        let answer = aline.put(&path, seen(&tag), json!({"role": role, "projects": null})).await;
        answer.problem(422, "invalid_input").errors(&[("/role", "option")]);
        let answer = aline.post(&format!("{base}/invitations"), PLAIN, karim(role)).await;
        answer.problem(422, "invalid_input").errors(&[("/role", "option")]);
    }
    // A place of another company below an address of one's own.
    let beta = world.viewer("bruno").await.organisations().next().unwrap();
    let mut nadia = world.program("nadia").await;
    let bruno = place(&mut nadia, &format!("/organisations/{beta}"), "bruno").await["id"].as_str().unwrap().to_owned();
    for program in [&mut aline, &mut nadia] {
        let one = program.delete(&format!("{base}/people/{bruno}"), seen(MADE_UP)).await;
        twins(&one, &program.delete(&format!("{base}/people/{MISSING}"), seen(MADE_UP)).await, 412);
        let one = program.get(&format!("{base}/people/{bruno}")).await;
        twins(&one, &program.get(&format!("{base}/people/{MISSING}")).await, 404);
    }
    // The tag of one address is no key to another.
    let tag = nadia.tag(&format!("/organisations/{beta}/people/{bruno}")).await;
    nadia.delete(&format!("{base}/people/{bruno}"), seen(&tag)).await.problem(404, "not_found");
    nadia.get(&format!("/organisations/{beta}/people/{bruno}")).await.is(200);
});

on_both!(t10_a_program_gives_no_more_than_its_token_goes, world, {
    let people = TokenScope::default().with(PermissionGroup::People, TokenAccess::Full);
    let (mut program, base) = (world.scoped("aline", people).await, alpha(&world).await);
    let shown = program.get(&format!("{base}/people")).await.is(200).json();
    assert_eq!(shown["roles"], json!([]), "each role can something that the token cannot");
    let answer = program.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await;
    answer.problem(422, "invalid_input").errors(&[("/role", "option")]);
    let path = path_of(&mut program, &base, "claire").await;
    let tag = program.tag(&path).await;
    program.delete(&path, seen(&tag)).await.problem(403, "forbidden");
    program.post(&format!("{path}/password-link"), PLAIN, Value::Null).await.problem(403, "forbidden");

    let requests = TokenScope::default().with(PermissionGroup::Requests, TokenAccess::Full);
    let mut program = world.scoped("aline", requests).await;
    program.get(&format!("{base}/people")).await.problem(404, "not_found");
});

on_both!(t08_what_nobody_sends_of_people_is_refused_and_nothing_is_written, world, {
    let (mut nadia, base) = (world.program("nadia").await, alpha(&world).await);
    let path = path_of(&mut nadia, &base, "claire").await;
    let (before, tag) = (nadia.get(&format!("{base}/people")).await.is(200).json(), nadia.tag(&path).await);
    let sent = [
        ("id", json!(MISSING)),
        ("person", json!(MISSING)),
        ("organisation", json!(MISSING)),
        ("state", json!("active")),
        ("version", json!(9)),
        ("queues", json!([])),
        ("since", json!("2026-01-01T00:00:00Z")),
        ("expires", json!("2099-01-01T00:00:00Z")),
    ];
    for (member, value) in sent {
        let pointer = format!("/{member}");
        let (mut invitation, mut place) = (karim("client_user"), json!({"role": "client_admin", "projects": null}));
        (invitation[member], place[member]) = (value.clone(), value);
        for base in [base.as_str(), "/team"] {
            let answer = nadia.post(&format!("{base}/invitations"), PLAIN, invitation.clone()).await;
            answer.problem(422, "invalid_input").errors(&[(&pointer, "unknown_member")]);
        }
        let answer = nadia.put(&path, seen(&tag), place).await;
        answer.problem(422, "invalid_input").errors(&[(&pointer, "unknown_member")]);
    }
    let turn = json!({"state": "disabled", "email": "other@alpha.example"});
    let answer = nadia.put(&format!("{path}/account"), PLAIN, turn).await;
    answer.problem(422, "invalid_input").errors(&[("/email", "unknown_member")]);
    let answer = nadia.put(&path, seen(&tag), json!({"role": "client_admin"})).await;
    answer.problem(422, "invalid_input").errors(&[("/projects", "required")]);
    assert_eq!(nadia.get(&format!("{base}/people")).await.json(), before);
});

#[tokio::test]
async fn t12_whoever_is_narrowed_to_projects_gives_those_alone_and_learns_of_no_others() {
    let world = World::of("projects").await;
    let (mut nadia, base) = (world.program("nadia").await, alpha(&world).await);
    let beta = world.viewer("bruno").await.organisations().next().unwrap().to_string();
    let mut made = Vec::new();
    for organisation in [base.trim_start_matches("/organisations/"), base.trim_start_matches("/organisations/"), &beta]
    {
        let new = json!({"organisation": organisation, "kind": "print", "name": "Project"});
        made.push(nadia.post("/projects", PLAIN, new).await.is(201).json()["id"].as_str().unwrap().to_owned());
    }
    let path = path_of(&mut nadia, &base, "claire").await;
    let tag = nadia.tag(&path).await;
    for wrong in [&made[2], MISSING] {
        let answer = nadia.put(&path, seen(&tag), json!({"role": "client_user", "projects": [wrong]})).await;
        answer.problem(422, "invalid_input").errors(&[("/projects", "option")]);
    }
    let both = json!({"role": "client_user", "projects": made[..2]});
    assert_eq!(nadia.put(&path, seen(&tag), both).await.is(200).json()["projects"], json!(made[..2]));

    let (aline, organisation) = world.portal.person_by_email("aline@alpha.example").await.unwrap().unwrap();
    let (seat, own) = (Seat::Organisation(organisation.unwrap()), vec![made[0].parse().unwrap()]);
    world.portal.limit_to_projects(aline, seat, Some(own)).await.unwrap();
    let mut aline = world.program("aline").await;
    let claire = place(&mut aline, &base, "claire").await;
    assert_eq!((&claire["projects"], &claire["may_change"]), (&json!([made[0]]), &json!(false)), "she goes further");
    aline.get(&format!("{base}/people")).await.is(200).lacks(&made[1]);
    let mut invitation = karim("client_user");
    invitation["projects"] = json!([made[1]]);
    let answer = aline.post(&format!("{base}/invitations"), PLAIN, invitation).await;
    answer.problem(422, "invalid_input").errors(&[("/projects", "option")]);
    let given = aline.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await.is(201).json();
    assert_eq!(given["projects"], json!([made[0]]), "as far as she goes herself");
}
