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

import com.chatbotkit.springai.autoconfigure.ChatBotKitConnectionDetails;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Connects an application to a {@link ChatBotKitContainer} with
 * {@code @ServiceConnection}.
 */
final class ChatBotKitContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<ChatBotKitContainer, ChatBotKitConnectionDetails> {

	@Override
	protected ChatBotKitConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<ChatBotKitContainer> source) {
		return new Details(source);
	}

	// Asks the container late, because it may not be started yet.
	private static final class Details extends ContainerConnectionDetails<ChatBotKitContainer>
			implements ChatBotKitConnectionDetails {

		Details(ContainerConnectionSource<ChatBotKitContainer> source) {
			super(source);
		}

		@Override
		public String getBaseUrl() {
			return getContainer().baseUrl();
		}

		@Override
		public String getSecretKey() {
			return getContainer().secretKey();
		}

	}

}
