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

package com.chatbotkit.springai.test.record;

import java.util.Base64;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a recorded body, either as a text or as bytes.
 *
 * @param text the piece as a text
 * @param base64 the bytes of a piece that is not valid UTF-8, because it begins or ends
 * inside a character
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordedChunk(@Nullable String text, @Nullable String base64) {

	static RecordedChunk of(byte[] bytes) {
		return Utf8.isText(bytes) ? new RecordedChunk(Utf8.text(bytes), null)
				: new RecordedChunk(null, Base64.getEncoder().encodeToString(bytes));
	}

	byte[] bytes() {
		return (this.text != null) ? Utf8.of(this.text)
				: Base64.getDecoder().decode((this.base64 != null) ? this.base64 : "");
	}

}
