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

package com.chatbotkit.springai.test.image;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import com.chatbotkit.springai.test.testcontainers.ChatBotKitContainer;
import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledIf(value = "com.chatbotkit.springai.test.image.EmulatorImage#hasEngine",
		disabledReason = EmulatorImage.NO_ENGINE)
class EmulatorImageTests {

	private static final long MAX_SIZE = 90_000_000;

	private static final HttpClient http = HttpClient.newHttpClient();

	private static ChatBotKitContainer container;

	@BeforeAll
	static void start() {
		container = EmulatorImage.container();
		container.start();
	}

	@AfterAll
	static void stop() {
		container.close();
	}

	@Test
	void isSmall() {
		Long size = EmulatorImage.engine().inspectImageCmd(EmulatorImage.name()).exec().getSize();
		System.out.println("The emulator's image has " + size + " bytes");
		assertThat(size).as("bytes; on Java 25 it takes the command strip, of binutils").isLessThan(MAX_SIZE);
	}

	@Test
	void tellsHowSoonItAnswers() throws Exception {
		try (ChatBotKitContainer another = EmulatorImage.container()) {
			EmulatorImage.name();
			long start = System.nanoTime();
			another.start();
			assertThat(ask(another).body()).contains("Echo: hi");
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			// Told only, for a busy machine may take any time: the aim is 1.5 s on an
			// idle one.
			System.out.println("Start of a container to its first answer: " + took.toMillis() + " ms");
		}
	}

	@Test
	void belongsToNobodyAndWritesNowhere() {
		InspectContainerResponse state = EmulatorImage.engine().inspectContainerCmd(container.getContainerId()).exec();
		assertThat(state.getConfig().getUser()).isEqualTo("65532:65532");
		assertThat(state.getHostConfig().getReadonlyRootfs()).isTrue();
	}

	@Test
	void saysThatItIsHealthy() {
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			HealthState health = EmulatorImage.engine()
				.inspectContainerCmd(container.getContainerId())
				.exec()
				.getState()
				.getHealth();
			assertThat(health.getStatus()).as("%s", health.getLog()).isEqualTo("healthy");
		});
	}

	@Test
	void showsItsPageToNobody() throws Exception {
		URI root = URI.create(container.baseUrl()).resolve("/");
		for (String path : List.of("", "_emulator/page.js", "_emulator/events")) {
			HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).header("Accept", "text/html").build();
			assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
		}
	}

	private static HttpResponse<String> ask(ChatBotKitContainer emulator) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(emulator.baseUrl() + "/chat/completions"))
			.header("Authorization", "Bearer " + emulator.secretKey())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers
				.ofString("{\"model\":\"bot/id=b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
			.build();
		return http.send(request, BodyHandlers.ofString());
	}

}
