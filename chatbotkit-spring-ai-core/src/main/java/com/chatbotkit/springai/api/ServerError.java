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

package com.chatbotkit.springai.api;

import org.jspecify.annotations.Nullable;

/**
 * What a server says of a failure, whichever of the two JSON shapes it uses.
 *
 * @param message the server's words, or null for none
 * @param type the type of the openai shape, or null
 * @param code the code, or null
 */
record ServerError(@Nullable String message, @Nullable String type, @Nullable String code) {

	boolean isEmpty() {
		return this.message == null && this.type == null && this.code == null;
	}

}
