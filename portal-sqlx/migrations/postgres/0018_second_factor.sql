-- Only what was confirmed is a second factor: an offer travels in the page that shows it, and is stored nowhere. Nothing
-- was written here before.
alter table portal_factor drop constraint portal_factor_check;
alter table portal_factor drop column offered;
alter table portal_factor alter column secret set not null;
alter table portal_factor alter column since set not null;

-- Whether a second factor was proved, or whoever let somebody in answers for it. Of sessions from before nothing is known.
alter table portal_session add column two_step boolean not null default false;
