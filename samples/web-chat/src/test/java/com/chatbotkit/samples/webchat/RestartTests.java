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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application is stopped and started again: what was said, and which tools were
 * called, is in its database.
 */
class RestartTests {

	private static final String NO_SERVER = "Skipped: PGHOST names no server, so PostgreSQL is not tried.";

	@Test
	void h2KeepsConversations(@TempDir Path folder) throws SQLException {
		keepsConversations("H2", "--spring.datasource.url=jdbc:h2:" + folder.resolve("web-chat"));
	}

	@Test
	void postgreSqlKeepsConversations() throws SQLException {
		if (System.getenv("PGHOST") == null) {
			System.out.println(NO_SERVER);
		}
		Assumptions.assumeTrue(System.getenv("PGHOST") != null, NO_SERVER);
		keepsConversations("PostgreSQL", "--spring.profiles.active=postgres");
	}

	private static void keepsConversations(String database, String setting) throws SQLException {
		String id;
		List<String> before;
		try (ConfigurableApplicationContext application = application(setting)) {
			try (Connection connection = application.getBean(DataSource.class).getConnection()) {
				assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(database);
			}
			ChatClientOverHttp chat = chat(application);
			id = chat.ask("support", "Where is my order A-1042?");
			chat.answer(id);
			before = chat.history(id);
			assertThat(before).hasSize(6).element(2).asString().contains("orderStatus");
		}
		try (ConfigurableApplicationContext application = application(setting)) {
			ChatClientOverHttp chat = chat(application);
			assertThat(chat.history(id)).isEqualTo(before);
			chat.ask(id, "support", "What can I send back?");
			assertThat(chat.answer(id)).endsWith("done {}");
			assertThat(chat.history(id)).startsWith(before.toArray(String[]::new))
				.contains("user What can I send back?");
			chat.ask(id, "support", "One\0two");
			assertThat(chat.answer(id)).endsWith("done {}");
			assertThat(chat.history(id)).contains("user One\ufffdtwo");
			chat.forget(id);
			assertThat(chat.get(id)).isEqualTo(HttpStatus.NOT_FOUND);
		}
	}

	private static ConfigurableApplicationContext application(String setting) {
		return QuickWebChat.run(setting, "--server.port=0", "--spring.ai.chatbotkit.secret-key=");
	}

	private static ChatClientOverHttp chat(ConfigurableApplicationContext application) {
		return new ChatClientOverHttp(
				application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

}
