-- Links that are spent once: an invitation, a new password. The token is drawn when the letter leaves, and only its hash is
-- here; until then there is none. `letter` says where the letter stands, as a delivery does.
create table portal_link (
    id uuid primary key,
    purpose text not null check (purpose in ('invitation', 'reset')),
    organisation uuid references portal_organisation,
    account uuid references portal_account on delete cascade,
    email text not null,
    email_key text not null,
    name text not null,
    locale text not null,
    role text not null,
    limits jsonb not null,
    sender uuid references portal_account,
    hash bytea constraint portal_link_hash unique check (length(hash) = 32),
    state text not null check (state in ('open', 'spent', 'revoked')),
    letter text not null check (letter in ('pending', 'sending', 'delivered', 'failed', 'suppressed')),
    reason text,
    attempts bigint not null check (attempts >= 0),
    created timestamptz not null,
    expires timestamptz not null,
    version bigint not null check (version > 0)
);
-- One open invitation of an address to a place, one open link to a new password of an account.
create unique index portal_link_invitation on portal_link
    (coalesce(organisation, '00000000-0000-0000-0000-000000000000'), email_key)
    where purpose = 'invitation' and state = 'open';
create unique index portal_link_reset on portal_link (account) where purpose = 'reset' and state = 'open';
create index portal_link_expires on portal_link (expires);

alter table portal_job drop constraint portal_job_kind_check;
alter table portal_job add constraint portal_job_kind_check check (kind in ('notify', 'deliver', 'wake', 'link'));
