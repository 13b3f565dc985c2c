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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import com.chatbotkit.springai.server.http.EndpointRequest;

/**
 * A request made of bytes: its body, before which a line {@code Content-Type: …} may
 * stand.
 *
 * @param mediaType its media type
 * @param body its body
 */
public record FuzzedRequest(String mediaType, byte[] body) {

	private static final byte[] MARK = "Content-Type:".getBytes(StandardCharsets.ISO_8859_1);

	/**
	 * Makes a request.
	 */
	public static FuzzedRequest of(byte[] bytes) {
		if (bytes.length < MARK.length || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
			return new FuzzedRequest("application/json", bytes);
		}
		int end = MARK.length;
		while (end < bytes.length && bytes[end] != '\n') {
			end++;
		}
		String mediaType = new String(bytes, MARK.length, end - MARK.length, StandardCharsets.ISO_8859_1).trim();
		return new FuzzedRequest(mediaType, Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length));
	}

	/**
	 * Returns the request.
	 */
	public EndpointRequest request(String path) {
		return new EndpointRequest("POST", path, Map.of("Authorization", "Bearer sk-1", "Content-Type", this.mediaType),
				this.body);
	}

}
