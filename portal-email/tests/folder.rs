//! Letters in a folder, for trying the portal out.
#![allow(clippy::unwrap_used, reason = "what fails in a test fails the test")]

mod common;

use common::envelope;
use portal_core::channel::{Channel, ChannelError, Envelope};
use portal_email::{EmlFolder, LISTED};

fn folder() -> (tempfile::TempDir, EmlFolder) {
    let above = tempfile::tempdir().unwrap();
    let folder = EmlFolder::open(above.path().join("mail")).unwrap();
    (above, folder)
}

#[tokio::test]
async fn a_letter_is_listed_and_read_as_it_was_sent() {
    let (above, folder) = folder();
    folder.send(&envelope()).await.unwrap();
    let listed = folder.list().await.unwrap();
    let [mail] = listed.as_slice() else { panic!("{listed:?}") };
    assert_eq!((mail.to.as_str(), mail.to_name.as_str()), ("claire@alpha.example", "Claire Martin"));
    assert_eq!(mail.subject, "Il manque un document à votre demande");
    assert_eq!(mail.link, envelope().letter.action.map(|action| action.url));
    assert!(mail.text.contains("le plan de l’étage") && mail.html.contains("le plan de l’étage"));
    assert!(mail.file.ends_with("-01993f2a-7c1e-7d10-9c57-2f1d6f0f7a11.eml"), "{}", mail.file);
    assert_eq!(folder.read(&mail.file).await.unwrap().as_ref(), Some(mail));
    let eml = std::fs::read_to_string(above.path().join("mail").join(&mail.file)).unwrap();
    assert!(eml.contains("Message-ID: <01993f2a-7c1e-7d10-9c57-2f1d6f0f7a11@portal.example>\r\n"));
}

#[tokio::test]
async fn the_newest_letters_come_first_and_a_list_ends() {
    let (_above, folder) = folder();
    for number in 0..LISTED + 3 {
        let message_id = format!("<{number}@portal.example>");
        folder.send(&Envelope { message_id, ..envelope() }).await.unwrap();
    }
    let listed = folder.list().await.unwrap();
    assert_eq!(listed.len(), LISTED);
    assert!(listed[0].file.ends_with(&format!("-{}.eml", LISTED + 2)), "{}", listed[0].file);
    assert!(listed.is_sorted_by(|newer, older| newer.date >= older.date));
}

#[tokio::test]
async fn u06_a_name_cannot_leave_the_folder() {
    let (above, folder) = folder();
    std::fs::write(above.path().join("secret.json"), "{}").unwrap();
    std::fs::write(above.path().join("secret.eml"), "x").unwrap();
    for name in
        ["../secret.eml", "..%2fsecret.eml", "/etc/passwd", "mail/../../secret.eml", "..\\secret.eml", "", ".eml"]
    {
        assert_eq!(folder.read(name).await.unwrap(), None, "{name}");
    }
}

#[tokio::test]
async fn x14_a_message_id_cannot_lead_a_file_elsewhere() {
    let (above, folder) = folder();
    folder.send(&Envelope { message_id: "<../../x/../y@portal.example>".into(), ..envelope() }).await.unwrap();
    let listed = folder.list().await.unwrap();
    assert!(above.path().join("mail").join(&listed[0].file).is_file());
    assert!(listed[0].file.ends_with("-xy.eml"));
}

#[tokio::test]
async fn a_folder_that_is_gone_is_a_temporary_failure_and_a_bad_address_a_permanent_one() {
    let (above, folder) = folder();
    let refused = folder.send(&Envelope { to: "nobody".into(), ..envelope() }).await;
    assert!(matches!(refused, Err(ChannelError::Permanent(_))));
    std::fs::remove_dir(above.path().join("mail")).unwrap();
    assert!(matches!(folder.send(&envelope()).await, Err(ChannelError::Temporary(_))));
}

#[cfg(unix)]
#[tokio::test]
async fn a10_letters_with_their_links_are_for_us_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (above, folder) = folder();
    folder.send(&envelope()).await.unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mail = above.path().join("mail");
    assert_eq!(mode(&mail), 0o700);
    for entry in std::fs::read_dir(&mail).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}
