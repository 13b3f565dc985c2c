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
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pool gives up each of its connections after half an hour, and opens others.
 */
class PoolRenewalTests {

	@Test
	void conversationsGoOnWithConnectionsThatMadeNoTable(@TempDir Path folder) throws SQLException {
		try (ConfigurableApplicationContext application = application("jdbc:h2:" + folder.resolve("web-chat"))) {
			goesOn(application);
		}
	}

	@Test
	void soTheyDoInADatabaseInMemory() throws SQLException {
		try (ConfigurableApplicationContext application = application("jdbc:h2:mem:renewal;DB_CLOSE_DELAY=-1")) {
			goesOn(application);
		}
	}

	@Test
	void soTheyDoInADatabaseOfAnEarlierVersion(@TempDir Path folder) throws SQLException {
		String url = "jdbc:h2:" + folder.resolve("web-chat");
		String checked = "classpath:org/springframework/ai/chat/memory/repository/jdbc/schema-h2.sql";
		String id;
		try (ConfigurableApplicationContext application = application(url,
				"--spring.ai.chat.memory.repository.jdbc.schema=" + checked)) {
			ChatClientOverHttp chat = chat(application);
			id = chat.ask("support", "I am Ada");
			assertThat(chat.answer(id)).endsWith("done {}");
		}
		try (ConfigurableApplicationContext application = application(url)) {
			goesOn(application);
			assertThat(chat(application).history(id)).contains("user I am Ada");
		}
	}

	private static void goesOn(ConfigurableApplicationContext application) throws SQLException {
		ChatClientOverHttp chat = chat(application);
		String id = chat.ask("support", "Where is my order A-1042?");
		assertThat(chat.answer(id)).endsWith("done {}");
		List<String> before = chat.history(id);
		for (int i = 1; i <= 2; i++) {
			renew((HikariDataSource) application.getBean("dataSource"));
			chat.ask(id, "support", "Where is my order A-104" + i + "?");
			assertThat(chat.answer(id)).endsWith("done {}");
			assertThat(chat.history(id)).startsWith(before.toArray(String[]::new)).hasSize(before.size() + 6);
			before = chat.history(id);
		}
		String other = chat.ask("workshop", "How do I mend a puncture?");
		assertThat(chat.answer(other)).endsWith("done {}");
		assertThat(chat.history(other)).first().isEqualTo("user How do I mend a puncture?");
	}

	/** Lets the pool replace all of its connections. */
	private static void renew(HikariDataSource pool) throws SQLException {
		List<Connection> borrowed = new ArrayList<>();
		List<Connection> physical = new ArrayList<>();
		for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
			Connection connection = pool.getConnection();
			borrowed.add(connection);
			physical.add(connection.unwrap(Connection.class));
		}
		pool.getHikariPoolMXBean().softEvictConnections();
		for (Connection connection : borrowed) {
			connection.close();
		}
		Awaitility.await().until(() -> {
			for (Connection connection : physical) {
				if (!connection.isClosed()) {
					return false;
				}
			}
			return true;
		});
	}

	private static ConfigurableApplicationContext application(String url, String... settings) {
		List<String> arguments = new ArrayList<>(List.of(settings));
		arguments
			.addAll(List.of("--spring.datasource.url=" + url, "--server.port=0", "--spring.ai.chatbotkit.secret-key="));
		return QuickWebChat.run(arguments.toArray(String[]::new));
	}

	private static ChatClientOverHttp chat(ConfigurableApplicationContext application) {
		return new ChatClientOverHttp(
				application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

}
