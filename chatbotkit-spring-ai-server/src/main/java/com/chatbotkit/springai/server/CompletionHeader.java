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

/**
 * The fields that a completion, and each of its chunks, begins with.
 *
 * @param id the answer's id
 * @param created its time, in seconds since 1970
 * @param model the selector as sent
 */
record CompletionHeader(String id, long created, String model) {

	/** The opening of a completion or chunk, up to the list of choices. */
	String open(String object) {
		return "{\"id\":" + JavaScriptStrings.quote(this.id) + ",\"object\":\"" + object + "\",\"created\":"
				+ this.created + ",\"model\":" + JavaScriptStrings.quote(this.model) + ",\"choices\":[{\"index\":0,";
	}

}
