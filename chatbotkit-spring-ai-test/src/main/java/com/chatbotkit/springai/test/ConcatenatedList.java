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

package com.chatbotkit.springai.test;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows two lists as one. Long lists are not copied, because the pieces of a long text
 * are created when they are read.
 *
 * @param <E> the type of the elements
 */
final class ConcatenatedList<E> extends AbstractList<E> {

	private static final int SHORT = 1000;

	private final List<? extends E> begin;

	private final List<? extends E> end;

	private final int size;

	private ConcatenatedList(List<? extends E> begin, List<? extends E> end) {
		this.begin = begin;
		this.end = end;
		this.size = begin.size() + end.size();
	}

	@SuppressWarnings("unchecked")
	static <E> List<E> of(List<? extends E> begin, List<? extends E> end) {
		if (begin.isEmpty()) {
			// Safe because neither list is ever modified.
			return (List<E>) end;
		}
		if (begin.size() + end.size() > SHORT && (begin instanceof ConcatenatedList == false || end.size() > SHORT)) {
			return new ConcatenatedList<>(begin, end);
		}
		List<E> all = new ArrayList<>(begin);
		all.addAll(end);
		return all;
	}

	@Override
	public E get(int index) {
		int inEnd = index - this.begin.size();
		return (inEnd < 0) ? this.begin.get(index) : this.end.get(inEnd);
	}

	@Override
	public int size() {
		return this.size;
	}

}
