create table if not exists tool_call (
  sequence bigint generated always as identity primary key,
  conversation_id varchar(36) not null,
  call_id varchar(255) not null,
  called_at timestamp(6) not null,
  text_before int not null,
  tool varchar(64) not null,
  arguments text not null,
  of_bot boolean not null,
  result text
);

create index if not exists tool_call_conversation on tool_call (conversation_id);
