//! Which bytes are what.

use proptest::prelude::*;

use super::{Family, Judgement, judge};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0IEND\xae\x42\x60\x82";
const DOCX: &[u8] = b"PK\x03\x04\x14\0\x06\0[Content_Types].xml....PK\x05\x06\0\0\0\0";
const ODT: &[u8] = b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.textPK\x05\x06\0\0";

fn is(bytes: &[u8], name: &str) -> Judgement {
    judge(bytes, bytes, name)
}

#[test]
fn whole_content_is_known_by_its_bytes() {
    for (bytes, name, family, media_type) in [
        (PDF, "a.pdf", Family::Pdf, "application/pdf"),
        (PDF, "a.png", Family::Pdf, "application/pdf"),
        (PNG, "a.png", Family::Image, "image/png"),
        (b"\xff\xd8\xff\xe0....\xff\xd9", "a.jpg", Family::Image, "image/jpeg"),
        (b"GIF89a....;", "a.gif", Family::Image, "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", Family::Image, "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0", "a.heic", Family::Image, "image/heic"),
        (b"II*\0\x08\0\0\0", "a.tif", Family::Image, "image/tiff"),
        (DOCX, "a.docx", Family::Office, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (ODT, "a.odt", Family::Office, "application/vnd.oasis.opendocument.text"),
        (DOCX, "a.zip", Family::Archive, "application/zip"),
        (ODT, "a.ods", Family::Archive, "application/zip"),
        (b"PK\x03\x04....PK\x05\x06", "a.docx", Family::Archive, "application/zip"),
        (b"\0\0\0\x18ftypmp42\0\0", "a.mp4", Family::Video, "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0", "a.mov", Family::Video, "video/quicktime"),
        (b"\x1a\x45\xdf\xa3\x01\x42\x82\x84webm", "a.webm", Family::Video, "video/webm"),
        ("Déjà vu, 3 < 4\n".as_bytes(), "a.txt", Family::Text, "text/plain"),
        ("\u{feff}a;b\r\n1;2\r\n".as_bytes(), "a.csv", Family::Text, "text/csv"),
    ] {
        assert_eq!(is(bytes, name), Judgement::Is(family, media_type), "{name} {family:?}");
    }
}

#[test]
fn content_without_its_end_is_cut_off() {
    for (bytes, name, family) in [
        (&PDF[..20], "a.pdf", Family::Pdf),
        (&PNG[..20], "a.png", Family::Image),
        (b"\xff\xd8\xff\xe0....", "a.jpg", Family::Image),
        (b"GIF89a....", "a.gif", Family::Image),
        (&DOCX[..30], "a.docx", Family::Office),
        (&DOCX[..30], "a.zip", Family::Archive),
    ] {
        assert_eq!(is(bytes, name), Judgement::CutOff(family), "{name}");
    }
}

#[test]
fn a_pdf_may_begin_after_at_most_a_kibibyte() {
    let after = |length: usize| [vec![b' '; length], PDF.to_vec()].concat();
    assert!(matches!(is(&after(1_000), "a.pdf"), Judgement::Is(Family::Pdf, _)));
    assert_eq!(is(&after(1_024), "a.pdf"), Judgement::Is(Family::Text, "text/plain"));
}

#[test]
fn u04_html_that_calls_itself_an_image_is_refused() {
    for page in [
        "<!DOCTYPE html><script>alert(1)</script>",
        "  \n<HTML><body>",
        "\u{feff}<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\">",
        "<?xml version=\"1.0\"?><svg/>",
        "<script>alert(1)</script>",
        "<!-- a --><b>",
        "Hello\n<script src=x>",
        "#!/bin/sh\nrm",
    ] {
        for name in ["a.png", "a.txt", "a.html", "a.pdf", "a.csv"] {
            assert_eq!(is(page.as_bytes(), name), Judgement::Unknown, "{page} {name}");
        }
    }
}

#[test]
fn binary_content_and_other_encodings_are_not_text() {
    for bytes in [&b"MZ\x90\0\x03"[..], b"a\0b", b"caf\xe9 au lait", b"\xff\xfea\0", b"\x7fELF", b""] {
        assert_eq!(is(bytes, "a.txt"), Judgement::Unknown, "{bytes:?}");
    }
}

#[test]
fn a_text_may_be_cut_in_the_middle_of_a_character_by_the_reading() {
    let text = "é".repeat(9_000);
    let (head, tail) = (&text.as_bytes()[..8_191], &text.as_bytes()[text.len() - 1_023..]);
    assert_eq!(judge(head, tail, "a.txt"), Judgement::Is(Family::Text, "text/plain"));
}

proptest! {
    #[test]
    fn judging_never_panics(head in any::<Vec<u8>>(), tail in any::<Vec<u8>>(), name in any::<String>()) {
        judge(&head, &tail, &name);
    }
}
