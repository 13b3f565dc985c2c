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

import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the page: its bots and host names.
 *
 * @param bots the bots to choose from, by their names below
 * {@code spring.ai.chatbotkit.bots}
 * @param hosts host names of this application, as the address bar shows them, such as
 * {@code chat.example.com}; those of this machine are always accepted
 */
@ConfigurationProperties("web-chat")
record WebChatProperties(@DefaultValue Map<String, Bot> bots, @DefaultValue List<String> hosts) {

	/**
	 * A bot to choose.
	 *
	 * @param title the name that the page shows
	 * @param about a short description
	 * @param examples example questions
	 */
	record Bot(String title, String about, @DefaultValue List<String> examples) {

	}

}
