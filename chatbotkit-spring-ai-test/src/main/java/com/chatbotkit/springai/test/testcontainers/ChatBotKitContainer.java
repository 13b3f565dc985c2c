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

package com.chatbotkit.springai.test.testcontainers;

import java.time.Duration;

import com.chatbotkit.springai.test.page.EmulatorPage;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Runs the emulator in a container. With Spring Boot's {@code @ServiceConnection}, an
 * application only needs the property that names a bot or model.
 * <p>
 * Bots cannot be scripted from outside. They follow script words such as
 * {@code answer:…}, else echo the text.
 */
public final class ChatBotKitContainer extends GenericContainer<ChatBotKitContainer> {

	/** The image that the profile {@code container} of this project builds. */
	public static final DockerImageName IMAGE = DockerImageName.parse("chatbotkit/chatbotkit-emulator");

	private static final int PORT = 8080;

	private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

	/**
	 * Creates a container.
	 * @param image the image with its tag, such as
	 * {@code chatbotkit/chatbotkit-emulator:0.1.0-SNAPSHOT}
	 */
	public ChatBotKitContainer(String image) {
		this(DockerImageName.parse(image));
	}

	/**
	 * Creates a container.
	 * @param image the image with its tag: {@link #IMAGE}, or an image declared as its
	 * compatible substitute
	 */
	public ChatBotKitContainer(DockerImageName image) {
		super(image);
		image.assertCompatibleWith(IMAGE);
		withExposedPorts(PORT);
		waitingFor(Wait.forHttp(EmulatorPage.HEALTH).forPort(PORT).withStartupTimeout(START_TIMEOUT));
	}

	/**
	 * Returns the base URL for clients. The container has to be started.
	 * @return the URL, such as {@code http://localhost:41234/v1/openai}
	 */
	public String baseUrl() {
		return "http://" + getHost() + ":" + getMappedPort(PORT) + "/v1/openai";
	}

	/**
	 * Returns a secret key that the emulator accepts. It accepts every key that begins
	 * with {@code sk-test}.
	 * @return the key
	 */
	public String secretKey() {
		return "sk-test-container";
	}

}
