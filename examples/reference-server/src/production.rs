//! What keeps the server from starting for real: every setting that would let somebody in, or that nobody reads
//! (SECURITY I12). All of it is told at once, each with its remedy.

use clap::CommandFactory;
use url::Url;

use crate::{
    folder,
    settings::{Serve, Settings},
};

/// Every reason not to start. `environment`: the names of the variables that are set.
pub fn problems(settings: &Serve, environment: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    if !settings.no_demo && !settings.listen.ip().is_loopback() {
        problems.push(
            "--listen (PORTAL_LISTEN): the demo answers on this machine only; listen on 127.0.0.1, or add --no-demo to \
             serve for real"
                .to_owned(),
        );
    }
    if !settings.no_demo {
        return problems;
    }
    if settings.smtp_url.is_none() {
        problems
            .push("--smtp-url (SMTP_URL) is needed to serve for real: smtps://user:password@mail.example".to_owned());
    }
    if let Some(url) = in_clear(settings) {
        problems.push(format!(
            "--base-url (PORTAL_BASE_URL) is {url}: passwords would cross the network in clear; give the https:// address \
             that people open, and put a server that speaks TLS in front"
        ));
    }
    let data = &settings.place.data;
    match folder::open_to_others(data) {
        Ok(None) => {}
        Ok(Some(mode)) => problems.push(format!(
            "--data (PORTAL_DATA): everybody on this machine may look into {0} (mode {mode:04o}); chmod 700 {0}",
            data.display()
        )),
        Err(error) => problems.push(format!("--data (PORTAL_DATA): {} cannot be looked at: {error}", data.display())),
    }
    problems.extend(unknown(environment));
    problems
}

/// The base URL, when it is not encrypted and leads beyond this machine.
fn in_clear(settings: &Serve) -> Option<String> {
    let url = settings.base_url.clone().unwrap_or_else(|| format!("http://{}/portal", settings.listen));
    let parsed = Url::parse(&url).ok()?;
    let here = match parsed.host_str()? {
        "localhost" => true,
        host => host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback()),
    };
    (parsed.scheme() == "http" && !here).then_some(url)
}

/// Variables of ours that no setting reads: a typing error, most often.
pub fn unknown(environment: &[String]) -> Vec<String> {
    let command = Settings::command();
    let known: Vec<String> = command
        .get_arguments()
        .filter_map(|argument| Some(argument.get_env()?.to_string_lossy().into_owned()))
        .collect();
    let ours = |name: &&String| {
        let test = name.starts_with("PORTAL_TEST_") || cfg!(feature = "fault-points") && *name == "PORTAL_FAULT";
        name.starts_with("PORTAL_") && !test && !known.contains(name)
    };
    environment
        .iter()
        .filter(ours)
        .map(|name| format!("{name} is no setting (a typing error?): unset it; `portal --help` lists the settings"))
        .collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn told(arguments: &[&str], environment: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").display().to_string();
        let arguments = [&["portal", "--data", &data], arguments].concat();
        let settings = Settings::try_parse_from(arguments).unwrap().serve;
        problems(&settings, &environment.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).join("\n")
    }

    const REAL: [&str; 5] =
        ["--no-demo", "--smtp-url", "smtps://mail.example", "--base-url", "https://p.example/portal"];

    #[test]
    fn i12_a_good_configuration_starts() {
        assert_eq!(told(&[], &["PORTAL_DTAA"]), "", "the demo is not for real");
        assert_eq!(told(&REAL, &["PORTAL_DATA", "PORTAL_TEST_POSTGRES", "PATH"]), "");
        let local = ["--no-demo", "--smtp-url", "smtp://localhost", "--base-url", "http://[::1]:8080/portal"];
        assert_eq!(told(&local, &[]), "");
        assert_eq!(told(&["--no-demo", "--smtp-url", "smtp://localhost"], &[]), "");
    }

    #[test]
    fn i12_each_dangerous_setting_is_named_with_its_remedy() {
        assert!(told(&["--listen", "0.0.0.0:80"], &[]).contains("--no-demo"));
        assert!(told(&REAL[..3], &[]).is_empty(), "on loopback the default base URL is on this machine");
        let open = told(&["--no-demo", "--listen", "0.0.0.0:80"], &["PORTAL_NO_DEMOO"]);
        for part in
            ["--smtp-url (SMTP_URL)", "--base-url (PORTAL_BASE_URL) is http://0.0.0.0:80", "PORTAL_NO_DEMOO is no"]
        {
            assert!(open.contains(part), "all at once: {open}");
        }
        let clear = [&REAL[..3], &["--base-url", "http://p.example/portal"]].concat();
        assert!(told(&clear, &[]).contains("https://"));
    }

    #[cfg(unix)]
    #[test]
    fn i12_a_data_folder_that_everybody_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().display().to_string();
        let settings = |mode| {
            std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
            let arguments = [&["portal", "--data", &path][..], &REAL].concat();
            problems(&Settings::try_parse_from(arguments).unwrap().serve, &[]).join("\n")
        };
        assert_eq!((settings(0o700), settings(0o750)), (String::new(), String::new()));
        assert!(settings(0o755).contains(&format!("chmod 700 {path}")));
    }
}
