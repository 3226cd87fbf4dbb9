-- From where a session was last used, for its person to recognise; the row goes when the session ends.
alter table portal_session add column browser text;
alter table portal_session add column address text;

-- Links for another address of an account, and for signing in with one: as those to a new password, one open each.
alter table portal_link drop constraint portal_link_purpose_check;
alter table portal_link add constraint portal_link_purpose_check
    check (purpose in ('invitation', 'reset', 'address', 'sign_in'));
drop index portal_link_reset;
create unique index portal_link_own on portal_link (account, purpose) where account is not null and state = 'open';

-- Letters about the safety of an account. `about`: the address that is spoken of.
create table portal_alert (
    id uuid primary key,
    account uuid not null references portal_account on delete cascade,
    kind text not null,
    email text not null,
    name text not null,
    locale text not null,
    about text not null,
    letter text not null check (letter in ('pending', 'sending', 'delivered', 'failed', 'suppressed')),
    reason text,
    attempts bigint not null check (attempts >= 0),
    created timestamptz not null,
    version bigint not null check (version > 0)
);
create index portal_alert_account on portal_alert (account);
create index portal_alert_created on portal_alert (created);

alter table portal_job drop constraint portal_job_kind_check;
alter table portal_job add constraint portal_job_kind_check
    check (kind in ('notify', 'deliver', 'wake', 'link', 'alert'));
