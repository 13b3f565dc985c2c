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

package com.chatbotkit.samples.agentserver;

import com.chatbotkit.springai.server.autoconfigure.ChatBotKitServerProperties;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Prints what a client needs, once the application is ready: the base URL and a key.
 */
@Component
class ReadyLine {

	private final ChatBotKitServerProperties properties;

	ReadyLine(ChatBotKitServerProperties properties) {
		this.properties = properties;
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		String port = event.getApplicationContext().getEnvironment().getRequiredProperty("local.server.port");
		String secret = this.properties.keys().values().iterator().next().secret().get(0);
		// Maven may have written a switch of colours without the end of its line.
		System.out.println();
		System.out.println("http://127.0.0.1:" + port + this.properties.path() + " " + secret);
	}

}
