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

package com.chatbotkit.springai.server;

import com.chatbotkit.springai.server.json.JsonStrings;

/**
 * The first fields of a completion and of each of its chunks.
 *
 * @param id the answer's id
 * @param created when it was created, in seconds since the epoch
 * @param model the selector as sent
 */
record CompletionHeader(String id, long created, String model) {

	/**
	 * Returns the JSON of a completion or chunk up to the fields of its only choice.
	 */
	String open(String object) {
		return "{\"id\":" + JsonStrings.quote(this.id) + ",\"object\":\"" + object + "\",\"created\":" + this.created
				+ ",\"model\":" + JsonStrings.quote(this.model) + ",\"choices\":[{\"index\":0,";
	}

}
