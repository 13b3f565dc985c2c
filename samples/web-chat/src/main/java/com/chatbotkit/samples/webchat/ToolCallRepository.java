/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.samples.webchat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores the tool calls of conversations, because Spring AI's JDBC chat memory stores no
 * messages with tool calls. Its methods block.
 */
@Repository
class ToolCallRepository {

	private final JdbcClient database;

	ToolCallRepository(JdbcClient database) {
		this.database = database;
	}

	void called(UUID conversation, ReplyEvent.Call call, int textBefore) {
		this.database.sql("""
				insert into tool_call (conversation_id, call_id, called_at, text_before, tool, arguments, of_bot)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.params(conversation.toString(), StorableText.of(call.id()), Timestamp.from(Instant.now()), textBefore,
					StorableText.of(call.tool()), StorableText.of(call.arguments()), call.ofBot())
			.update();
	}

	void returned(UUID conversation, ReplyEvent.Result result) {
		this.database.sql("update tool_call set result = ? where conversation_id = ? and call_id = ?")
			.params(StorableText.of(result.result()), conversation.toString(), StorableText.of(result.id()))
			.update();
	}

	/**
	 * Returns the calls of a conversation, oldest first.
	 */
	List<ToolCall> findByConversation(UUID conversation) {
		return this.database.sql("""
				select call_id, called_at, text_before, tool, arguments, of_bot, result
				from tool_call where conversation_id = ? order by sequence""")
			.param(conversation.toString())
			.query(ToolCallRepository::toolCall)
			.list();
	}

	void deleteByConversation(UUID conversation) {
		this.database.sql("delete from tool_call where conversation_id = ?").param(conversation.toString()).update();
	}

	private static ToolCall toolCall(ResultSet row, int number) throws SQLException {
		return new ToolCall(row.getTimestamp("called_at").toInstant(), row.getInt("text_before"),
				new ReplyEvent.Call(row.getString("call_id"), row.getString("tool"), row.getString("arguments"),
						row.getBoolean("of_bot")),
				row.getString("result"));
	}

	/**
	 * A stored tool call.
	 *
	 * @param at the time of the call
	 * @param textBefore the number of characters of the answer before the call
	 * @param call the call
	 * @param result the result; null if there is none yet, or if the bot runs the tool
	 */
	record ToolCall(Instant at, int textBefore, ReplyEvent.Call call, @Nullable String result) {

	}

}
