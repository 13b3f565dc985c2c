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

package com.chatbotkit.springai;

import com.chatbotkit.springai.api.ChatBotKitApi;
import com.chatbotkit.springai.api.WireServer;
import org.junit.jupiter.api.AfterEach;

/**
 * A chat model that talks to a bot on a server whose answers a test scripts.
 */
abstract class AbstractChatModelTests {

	final WireServer server = new WireServer();

	final ChatBotKitApi api = ChatBotKitApi.builder().baseUrl(this.server.baseUrl()).secretKey("sk-1").build();

	final ChatBotKitChatModel model = ChatBotKitChatModel.builder()
		.api(this.api)
		.options(ChatBotKitChatOptions.builder().bot("b1").build())
		.build();

	@AfterEach
	void close() {
		this.api.close();
		this.server.close();
	}

}
