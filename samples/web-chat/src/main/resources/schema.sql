create table if not exists conversation (
  id varchar(36) primary key,
  begun_at timestamp(6) not null
);

-- What a bot calls its tools, and how it numbers its calls, has no limit that is known here.
create table if not exists tool_call (
  sequence bigint generated always as identity primary key,
  conversation_id varchar(36) not null,
  call_id text not null,
  called_at timestamp(6) not null,
  text_before int not null,
  tool text not null,
  arguments text not null,
  of_bot boolean not null,
  result text
);

-- Tables of earlier versions had limits.
alter table tool_call alter column call_id set data type text;
alter table tool_call alter column tool set data type text;

create index if not exists tool_call_conversation on tool_call (conversation_id);
