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

package com.chatbotkit.springai.server.netty;

import java.io.ByteArrayOutputStream;

import com.chatbotkit.springai.server.http.EndpointRequest;
import io.netty.buffer.ByteBuf;

/**
 * Collects a body up to one byte more than the maximum size. Nothing is kept of a body
 * for which there is no room.
 */
final class BoundedBody {

	// The buffer may be twice as large as its contents.
	private static final int BYTES_PER_BYTE = 2;

	private final HeldBytes.Share share;

	private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private boolean hasRoom = true;

	BoundedBody(HeldBytes.Share share) {
		this.share = share;
	}

	void add(ByteBuf piece) {
		int length = Math.min(EndpointRequest.MAX_BODY_BYTES + 1 - this.bytes.size(), piece.readableBytes());
		if (this.hasRoom && !this.share.take((long) BYTES_PER_BYTE * length)) {
			this.hasRoom = false;
			this.bytes = new ByteArrayOutputStream();
			this.share.giveBack();
		}
		if (this.hasRoom) {
			byte[] kept = new byte[length];
			piece.readBytes(kept);
			this.bytes.writeBytes(kept);
		}
	}

	boolean hasRoom() {
		return this.hasRoom;
	}

	byte[] bytes() {
		return this.bytes.toByteArray();
	}

}
