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

package com.chatbotkit.springai.test.page;

import java.util.List;
import java.util.Map;

/**
 * A silent action of the platform on a request, such as a message that it drops.
 *
 * @param text what it does, for the developer
 * @param mark what becomes of the messages, in a word or two
 * @param messages the indexes of those messages in the request's body; empty if the note
 * is about none
 */
record Note(String text, String mark, List<Integer> messages) {

	Map<String, Object> facts() {
		return Map.of("text", this.text, "mark", this.mark, "messages", this.messages);
	}

}
