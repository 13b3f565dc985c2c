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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import com.chatbotkit.springai.test.testcontainers.ChatBotKitContainer;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import org.testcontainers.DockerClientFactory;

/**
 * The image that this module built, given to the engine of this machine.
 */
final class EmulatorImage {

	static final String NO_ENGINE = "Skipped: no Docker engine answers on this machine, so the image is not tried.";

	private static final String NAME = System.getProperty("image.name");

	private static boolean loaded;

	private EmulatorImage() {
	}

	static boolean hasEngine() {
		boolean available = DockerClientFactory.instance().isDockerAvailable();
		if (!available) {
			System.out.println(NO_ENGINE);
		}
		return available;
	}

	static DockerClient engine() {
		return DockerClientFactory.instance().client();
	}

	/** A container as it should be run: nothing in its file system can be written. */
	static ChatBotKitContainer container() {
		load();
		return new ChatBotKitContainer(NAME).withCreateContainerCmdModifier((command) -> {
			HostConfig host = command.getHostConfig();
			if (host != null) {
				host.withReadonlyRootfs(true);
			}
		});
	}

	static String name() {
		load();
		return NAME;
	}

	private static synchronized void load() {
		if (!loaded) {
			try (InputStream tar = Files.newInputStream(Path.of(System.getProperty("image.tar")))) {
				engine().loadImageCmd(tar).exec();
				loaded = true;
			}
			catch (IOException ex) {
				throw new IllegalStateException("The image is not built: run mvn verify, not mvn test", ex);
			}
		}
	}

}
