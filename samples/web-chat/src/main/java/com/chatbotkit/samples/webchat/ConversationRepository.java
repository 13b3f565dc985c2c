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

import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores the ids of conversations in the database. Its methods block.
 */
@Repository
class ConversationRepository {

	private final JdbcClient database;

	ConversationRepository(JdbcClient database) {
		this.database = database;
	}

	void add(UUID id) {
		this.database.sql("insert into conversation (id, begun_at) values (?, ?)")
			.params(id.toString(), Timestamp.from(Instant.now()))
			.update();
	}

	boolean contains(UUID id) {
		return this.database.sql("select count(*) from conversation where id = ?")
			.param(id.toString())
			.query(Integer.class)
			.single() > 0;
	}

	void delete(UUID id) {
		this.database.sql("delete from conversation where id = ?").param(id.toString()).update();
	}

}
