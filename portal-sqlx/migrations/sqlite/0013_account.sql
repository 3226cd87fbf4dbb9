-- From where a session was last used, for its person to recognise; the row goes when the session ends.
alter table portal_session add column browser text;
alter table portal_session add column address text;

-- Links for another address of an account, and for signing in with one: as those to a new password, one open each. A check
-- cannot be changed here: the table is made anew.
create table portal_link_new (
    id blob not null primary key,
    purpose text not null check (purpose in ('invitation', 'reset', 'address', 'sign_in')),
    organisation blob references portal_organisation (id),
    account blob references portal_account (id) on delete cascade,
    email text not null,
    email_key text not null,
    name text not null,
    locale text not null,
    role text not null,
    limits text not null,
    sender blob references portal_account (id),
    hash blob unique check (length(hash) = 32),
    state text not null check (state in ('open', 'spent', 'revoked')),
    letter text not null check (letter in ('pending', 'sending', 'delivered', 'failed', 'suppressed')),
    reason text,
    attempts integer not null check (attempts >= 0),
    created integer not null,
    expires integer not null,
    version integer not null check (version > 0)
) strict;
insert into portal_link_new (id, purpose, organisation, account, email, email_key, name, locale, role, limits, sender, hash,
    state, letter, reason, attempts, created, expires, version)
select id, purpose, organisation, account, email, email_key, name, locale, role, limits, sender, hash,
    state, letter, reason, attempts, created, expires, version from portal_link;
drop table portal_link;
alter table portal_link_new rename to portal_link;
create unique index portal_link_invitation on portal_link (coalesce(organisation, x''), email_key)
    where purpose = 'invitation' and state = 'open';
create unique index portal_link_own on portal_link (account, purpose) where account is not null and state = 'open';
create index portal_link_expires on portal_link (expires);

-- Letters about the safety of an account. `about`: the address that is spoken of.
create table portal_alert (
    id blob not null primary key,
    account blob not null references portal_account (id) on delete cascade,
    kind text not null,
    email text not null,
    name text not null,
    locale text not null,
    about text not null,
    letter text not null check (letter in ('pending', 'sending', 'delivered', 'failed', 'suppressed')),
    reason text,
    attempts integer not null check (attempts >= 0),
    created integer not null,
    version integer not null check (version > 0)
) strict;
create index portal_alert_account on portal_alert (account);
create index portal_alert_created on portal_alert (created);

create table portal_job_new (
    id blob not null primary key,
    kind text not null check (kind in ('notify', 'deliver', 'wake', 'link', 'alert')),
    subject blob not null,
    due integer not null,
    attempts integer not null check (attempts >= 0),
    token blob,
    held_until integer,
    failed integer,
    reason text
) strict;
insert into portal_job_new (id, kind, subject, due, attempts, token, held_until, failed, reason)
select id, kind, subject, due, attempts, token, held_until, failed, reason from portal_job;
drop table portal_job;
alter table portal_job_new rename to portal_job;
create index portal_job_subject on portal_job (subject);
create index portal_job_failed on portal_job (failed desc, id desc) where failed is not null;
create index portal_job_due on portal_job (due, id) where failed is null;
