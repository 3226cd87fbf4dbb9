-- How far the author of a draft came with each step.
alter table portal_draft add column visited json not null default '{}';

-- How people get on with forms: ids and codes, no answers, not whose they are, and no more of the time than the day.
create table portal_form_figure (
    id uuid primary key,
    day timestamptz not null,
    request_type text not null,
    definition text not null,
    kind text not null check (kind in ('started', 'reached', 'fault', 'resumed', 'abandoned', 'submitted')),
    step text,
    field text,
    code text,
    seconds bigint
);
create index portal_form_figure_day on portal_form_figure (day);
