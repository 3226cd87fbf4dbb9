-- Links that are spent once: an invitation, a new password. The token is drawn when the letter leaves, and only its hash is
-- here; until then there is none. `letter` says where the letter stands, as a delivery does.
create table portal_link (
    id blob not null primary key,
    purpose text not null check (purpose in ('invitation', 'reset')),
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
-- One open invitation of an address to a place, one open link to a new password of an account.
create unique index portal_link_invitation on portal_link (coalesce(organisation, x''), email_key)
    where purpose = 'invitation' and state = 'open';
create unique index portal_link_reset on portal_link (account) where purpose = 'reset' and state = 'open';
create index portal_link_expires on portal_link (expires);

-- A check cannot be changed here: the table is made anew.
create table portal_job_new (
    id blob not null primary key,
    kind text not null check (kind in ('notify', 'deliver', 'wake', 'link')),
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
