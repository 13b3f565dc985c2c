-- Spring AI's table without its check: H2 2.4.240 loses a check with the connection that made the table, and the pool
-- renews each connection after half an hour (h2database#4308).
create table if not exists spring_ai_chat_memory (
  conversation_id varchar(36) not null,
  content longvarchar not null,
  type varchar(10) not null,
  timestamp timestamp default current_timestamp not null,
  sequence_id bigint not null
);

create index if not exists spring_ai_chat_memory_conversation_id_timestamp_idx
  on spring_ai_chat_memory (conversation_id, timestamp desc);

create index if not exists spring_ai_chat_memory_conversation_id_sequence_id_idx
  on spring_ai_chat_memory (conversation_id, sequence_id);
